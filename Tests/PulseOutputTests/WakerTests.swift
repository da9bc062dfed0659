import AudioTypes
import Foundation
import Platform
import PulseOutput
import Testing

extension PulseOutputTests {
  @Suite struct Waking {
    @Test("A wake ends a wait, whether it comes before or during it")
    func wake() throws {
      var output = try failed()
      let waker = output.waker
      waker.wake()
      waker.wake()
      expectReturn(&output)
      Thread.detachNewThread {
        usleep(50_000)
        waker.wake()
      }
      expectReturn(&output)
    }

    @Test("Wakes that are over do not end the next wait")
    func wakesDoNotAddUp() throws {
      var output = try failed()
      for _ in 1...3 { output.waker.wake() }
      expectReturn(&output)
      let deadline = MonotonicInstant.now.advanced(by: .milliseconds(50))
      output.iterate(until: deadline)
      #expect(deadline <= .now)
    }

    @Test("A wake after the end is harmless")
    func wakeAfterClose() throws {
      let output = try failed()
      let waker = output.waker
      output.close()
      waker.wake()
    }

    /// An output whose mainloop has nothing of its own left to wake up for.
    private func failed() throws -> PulseOutput {
      var output = try PulseOutput(PulseConfiguration(server: "unix:/nonexistent/socket"))
      try output.settle()
      output.iterate(until: .now)
      return output
    }

    private func expectReturn(_ output: inout PulseOutput) {
      let deadline = MonotonicInstant.now.advanced(by: .seconds(20))
      output.iterate(until: deadline)
      #expect(.now < deadline)
    }
  }
}
