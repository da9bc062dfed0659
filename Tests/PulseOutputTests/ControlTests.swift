import AudioTypes
import PulseHarness
import PulseOutput
import Testing

extension PulseOutputTests {
  @Suite struct Control {
    @Test("What is overwritten, and all behind it, is not heard; the next write follows at once")
    func overwrite() throws {
      let recorder = try MonitorRecorder(server: server, sink: "speech")
      var output = try PulseOutput.ready()
      let queued = noise(72_000)
      let fade = noise(240, seed: 2).enumerated().map { Int16(Int($1) * (240 - $0) / 241) | 1 }
      let next = noise(2400, seed: 3)
      try output.queue(queued)
      var start: MonotonicInstant?
      try output.iterate("started") {
        start = $0.takeEvents().startedAt
        return start != nil
      }
      try output.overwrite(fade.span, at: FrameCount(66_000))
      try output.drain()
      output.iterate(for: .milliseconds(50))
      try output.queue(next)
      try output.drain()

      let recording = try recorder.waitUntilSilent(after: 66_000 + 240 + 2400)
      #expect(recording.find(queued.prefix(66_000) + fade) != nil)
      #expect(recording.find(next) != nil)
      #expect(recording.samples.count { $0 != 0 } == 66_000 + 240 + 2400)
    }

    @Test("A corked stream stands still and later plays all of what it was given")
    func cork() throws {
      let recorder = try MonitorRecorder(server: server, sink: "speech")
      var output = try PulseOutput.ready()
      let samples = noise(4800)
      try output.setCorked(true)
      let isCorked = output.isCorked
      #expect(isCorked)
      try output.queue(samples)
      output.iterate(for: .milliseconds(300))
      #expect(output.takeEvents().startedAt == nil)
      #expect(recorder.recording.firstFrame(louderThan: 0) == nil)
      try output.setCorked(false)
      try output.drain()
      #expect(try recorder.waitUntilSilent(after: samples.count).find(samples) != nil)
    }

    @Test("A flush throws away what was not heard")
    func flush() throws {
      let recorder = try MonitorRecorder(server: server, sink: "speech")
      var output = try PulseOutput.ready()
      try output.queue(noise(5 * 24_000))
      try output.iterate("started") { $0.takeEvents().startedAt != nil }
      try output.flush()
      #expect(output.position == nil)
      try output.drain()
      try output.iterate("a position") { $0.position != nil }
      let recording = try recorder.waitUntilSilent()
      #expect(recording.samples.count { $0 != 0 } < 4 * 24_000)
    }

    @Test("The position follows what is written and what is heard")
    func position() throws {
      var output = try PulseOutput.ready()
      try output.iterate("a first position") { $0.position != nil }
      try output.queue(noise(4800))
      #expect(output.position?.writeIndex == ByteCount(9600))
      try output.beginDrain()
      try output.iterate("all heard") { $0.position?.heard == .milliseconds(200) }
      let last = output.position
      let position = try #require(last)
      #expect(position.latency == .zero)
      #expect(position.updatedAt <= position.asOf)
    }

    @Test("The position does not run ahead through a pause")
    func positionAfterPause() throws {
      var output = try PulseOutput.ready()
      for utterance in 1...3 {
        output.iterate(for: .milliseconds(300))
        let written = MonotonicInstant.now
        try output.queue(noise(12_000))
        var hasStarted = false
        try output.iterate("started") {
          hasStarted = hasStarted || $0.takeEvents().startedAt != nil
          return hasStarted && $0.position != nil
        }
        let now = output.position
        let position = try #require(now)
        // Nothing of it sounds before it is written; but a server that was late may reckon that it did.
        let sounding = written.duration(to: position.asOf) + .milliseconds(100)
        #expect(position.heard <= .milliseconds(500 * (utterance - 1)) + sounding)
        try output.drain()
      }
    }

    private var server: PrivatePulseServer { get throws { try PulseOutputTests.server } }
  }
}
