import AudioTypes
import PulseHarness
import PulseOutput
import Testing

extension PulseOutputTests {
  @Suite struct Events {
    @Test("Start, underflow and start again are reported, with the place of the gap")
    func startAndUnderflow() throws {
      var output = try PulseOutput.ready()
      let before = MonotonicInstant.now
      var events = PulseEvents()
      try output.queue(noise(2400))
      try output.iterate("started") {
        events = $0.takeEvents()
        return events.startedAt != nil
      }
      let startedAt = try #require(events.startedAt)
      #expect(before <= startedAt)
      try output.iterate("underflow") {
        if events.underflow == nil { events = $0.takeEvents() }
        return events.underflow != nil
      }
      let underflow = try #require(events.underflow)
      #expect(startedAt <= underflow.at)
      // PipeWire keeps what does not fill a block.
      let rest = try ByteCount(4800) - #require(underflow.index)
      #expect(rest == .zero || SoundServerProgram.isPipeWireChosen && rest > .zero && rest < ByteCount(1024))
      try output.queue(noise(2400))
      try output.iterate("started again") { $0.takeEvents().startedAt != nil }
    }

    @Test(
      "Suspending and resuming the sink is reported",
      .disabled(if: SoundServerProgram.isPipeWireChosen, "PipeWire does not tell, and cannot resume"))
    func suspension() throws {
      var output = try PulseOutput.ready(device: "stereo")
      for isSuspended in [true, false] {
        try server.setSuspended(isSuspended, sink: "stereo")
        try output.iterate("suspended: \(isSuspended)") { $0.takeEvents().suspended == isSuspended }
      }
      #expect(output.state == .ready)
    }

    @Test("Being moved to another sink is reported")
    func move() throws {
      var output = try PulseOutput.ready(device: "stereo")
      let inputs = try server.control(["list", "short", "sink-inputs"])
      let index = try #require(inputs.split(separator: "\t").first)
      try server.control(["move-sink-input", String(index), "speech"])
      var movedTo: String?
      try output.iterate("moved") {
        movedTo = $0.takeEvents().movedTo
        return movedTo != nil
      }
      #expect(movedTo == "speech")
      #expect(output.deviceName == "speech")
    }

    @Test("More than the server holds is reported as an overflow")
    func overflow() throws {
      var output = try PulseOutput.ready()
      try output.setCorked(true)
      let buffer = output.grantedBuffer
      let limit = try #require(buffer).maximumLength.rawValue
      let second = noise(24_000)
      for _ in 0...limit / (2 * second.count) { try output.queue(second) }
      try output.iterate("overflow") { $0.takeEvents().hasOverflowed }
    }

    private var server: PrivatePulseServer { get throws { try PulseOutputTests.server } }
  }
}
