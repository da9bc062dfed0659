import AudioTypes
import PulseHarness
import Testing

@Suite struct RecordingTests {
  /// 100 ms of silence, 50 ms of noise, 100 ms of silence.
  private let sound = noise(1200)
  private var recording: Recording {
    let silence = [Int16](repeating: 0, count: 2400)
    return Recording(samples: silence + sound + silence, format: .speech, origin: MonotonicInstant(nanoseconds: 0))
  }

  @Test("The onset is found to the window, and sharply")
  func audible() throws {
    let first = try #require(recording.firstAudibleFrame)
    #expect((2160...2400).contains(first.rawValue))
    let last = try #require(recording.lastAudibleFrame)
    #expect((3599...3840).contains(last.rawValue))
    #expect(recording.firstFrame(louderThan: 0) == FrameCount(2400))
    #expect(recording.lastFrame(louderThan: 0) == FrameCount(3599))
    #expect(recording.instant(ofFrame: FrameCount(2400)).nanoseconds == 100_000_000)
  }

  @Test("Exact samples are found where they are, and only there")
  func find() {
    #expect(recording.find(sound) == FrameCount(2400))
    #expect(recording.find([0, 0] + sound) == FrameCount(2398))
    #expect(recording.find(sound, from: FrameCount(2401)) == nil)
    #expect(recording.find(sound.map { $0 ^ 2 }) == nil)
    #expect(recording.find([Int16](repeating: 1, count: 99_999)) == nil)
  }

  @Test("Silences of a length are found, at the ends too")
  func silences() {
    #expect(
      recording.silences(atLeast: .milliseconds(100)) == [
        FrameCount(0)..<FrameCount(2400), FrameCount(3600)..<FrameCount(6000),
      ])
    #expect(recording.silences(atLeast: .milliseconds(101)).isEmpty)
  }
}
