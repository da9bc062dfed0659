import AudioTypes
import PulseHarness
import PulseOutput
import TestSupport
import Testing

extension PulseOutputTests {
  @Suite struct Playing {
    @Test("Every sample written arrives at the sink, unchanged and once")
    func bitExact() throws {
      let recorder = try MonitorRecorder(server: server, sink: "speech")
      var output = try PulseOutput.ready()
      let utterances = (1...3).map { noise(24_000, seed: $0) }
      for utterance in utterances {
        try output.play(utterance)
        try output.drain()
        output.iterate(for: .milliseconds(150))
      }
      let recording = try recorder.waitUntilSilent(after: 3 * 24_000)
      #expect(recording.difference(from: utterances.flatMap(\.self)) == nil)
    }

    @Test("Another format can be opened in place of the first")
    func formatChange() throws {
      let recorder = try MonitorRecorder(server: server, sink: "stereo", format: .stereo)
      var output = try PulseOutput.ready(device: "stereo")
      #expect(output.format == .speech)
      try output.openStream(.stereo)
      #expect(output.state == .connecting)
      try output.becomeReady()
      #expect(output.format == .stereo)
      let samples = noise(2 * 22_050)
      try output.play(samples)
      try output.drain()
      #expect(try recorder.waitUntilSilent(after: samples.count).difference(from: samples) == nil)
    }

    @Test("The format of the first stream can be chosen while connecting")
    func earlyFormat() throws {
      var output = try PulseOutput(PulseConfiguration(server: server.serverAddress))
      try output.openStream(.stereo)
      try output.becomeReady()
      #expect(output.format == .stereo)
    }

    @Test("The buffer is deep, asks for nearly half of it at a time, and starts with one frame")
    func buffer() throws {
      let output = try PulseOutput.ready(device: "speech")
      let buffer = output.grantedBuffer
      let granted = try #require(buffer)
      #expect(granted.prebuffer == ByteCount(2))
      #expect(granted.targetLength >= ByteCount(24_000 * 2 * 190 / 1000))
      #expect(granted.minimumRequest >= ByteCount(24_000 * 2 * 90 / 1000))
      #expect(output.writableByteCount >= granted.minimumRequest)
      #expect(output.deviceName == "speech")
    }

    @Test("A fill that writes nothing writes nothing")
    func emptyWrites() throws {
      var output = try PulseOutput.ready()
      #expect(try output.write(atMost: FrameCount(1000)) { _ in } == .zero)
      #expect(try output.write(atMost: .zero) { _ in Issue.record("no room for a frame") } == .zero)
      try output.queue(noise(100))
      try output.drain()
    }

    private var server: PrivatePulseServer { get throws { try PulseOutputTests.server } }
  }
}

extension MonitorRecorder {
  /// Ends the recording when it holds sound, at least `count` samples that are not 0, with a tenth of a second of
  /// silence behind it.
  func waitUntilSilent(after count: Int = 1) throws -> Recording {
    try waitUntil(limit: .seconds(10)) { recording in
      guard let last = recording.lastFrame(louderThan: 0),
        recording.frameCount - last > recording.format.frameCount(in: .milliseconds(100))
      else { return false }
      return recording.samples.count { $0 != 0 } >= count
    }
    return stop()
  }
}

extension Recording {
  /// Where what sounds first differs from `samples`, none of which is 0, in words; nil when it is the same. There may
  /// be silence within, where the server ran dry.
  func difference(from samples: [Int16]) -> String? {
    self.samples.filter { $0 != 0 }.difference(from: samples)
  }
}
