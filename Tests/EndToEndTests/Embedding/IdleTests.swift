import BreezeSimulator
import Foundation
import PulseHarness
import Testing

extension EmbeddingTests {
  /// A program that has spoken and has nothing to say.
  @Suite struct Idle {
    @Test("When a C program has spoken, nothing in its process ever wakes up")
    func noWakeUps() async throws {
      let library = try await Library.installed
      let scratch = try TemporaryFolder()
      let program = try await library.compile(Library.programs + "/idle.c", into: scratch)
      let stage = try EndToEndTests.stage
      var scenario = Scenario.noise(300)
      scenario.failure = Failure(status: 503, code: "GENERATION_CAPACITY_EXCEEDED", times: 1)
      stage.set(scenario)
      let run = try library.start(program, on: stage)
      defer { run.send(SIGTERM) }
      let limit = ContinuousClock.now + .seconds(60)
      while run.output.isEmpty, ContinuousClock.now < limit { try await Task.sleep(for: .milliseconds(50)) }
      try #require(String(decoding: run.output, as: UTF8.self) == "idle\n", "\(run.error)")
      #expect(stage.requests.map(\.status) == [503, 200, 200])
      // Threads that were in use end after five seconds, and a sound server has last words.
      var counts = wakeUps(of: "\(run.identifier)")
      var isStill = false
      for _ in 0..<8 where !isStill {
        try await Task.sleep(for: .seconds(4))
        let before = counts
        counts = wakeUps(of: "\(run.identifier)")
        print("wake-ups by thread: \(before) → \(counts)")
        isStill = before == counts
      }
      #expect(isStill, "\(counts)")
      #expect(counts.keys.count { $0.contains("gust-audio") || $0.contains("gust-network") } == 2, "\(counts)")
      #expect(counts.values.allSatisfy { $0.count == 2 }, "\(counts)")
    }
  }
}
