import AudioTypes
import Testing

/// Where a signal becomes audible.
@Suite struct AudibleOnsetTests {
  private func onset(of samples: [Int16], _ format: AudioFormat = .speech, pieces: Int = .max) -> FrameCount? {
    var detector = AudibleOnset(format)
    var rest = samples[...]
    while !rest.isEmpty {
      detector.examine(Array(rest.prefix(pieces)).span)
      rest = rest.dropFirst(pieces)
    }
    return detector.onset
  }

  private func constant(_ amplitude: Int16, _ count: Int) -> [Int16] { Array(repeating: amplitude, count: count) }

  @Test func silenceAndWhatLiesBelowTheGateIsNotAudible() {
    #expect(onset(of: []) == nil)
    #expect(onset(of: constant(0, 5000)) == nil)
    #expect(onset(of: constant(327, 5000)) == nil)
  }

  /// It moves in steps of 24 frames at 24 kHz: where a sound begins inside one, the window is full at the end of another.
  @Test func theWindowMustFillWithWhatIsJustAboveTheGate() {
    #expect(onset(of: constant(328, 5000)) == FrameCount(239))
    #expect(onset(of: constant(0, 1000) + constant(-328, 5000)) == FrameCount(1247))
    #expect(onset(of: constant(0, 1000) + constant(.min, 10)) == FrameCount(1000))
  }

  @Test func whatLeftTheWindowDoesNotCount() {
    let clicks = (0..<50).flatMap { _ in constant(3000, 2) + constant(0, 300) }
    #expect(onset(of: clicks) == nil)
  }

  @Test(arguments: [1, 2, 7, 239, 240, 241, 1000])
  func piecesGiveTheSameAnswer(size: Int) {
    let samples = constant(0, 777) + constant(500, 2000)
    #expect(onset(of: samples, pieces: size) == onset(of: samples))
  }

  @Test func allChannelsCountTogetherAndFramesAreCounted() throws {
    let stereo = try #require(AudioFormat(sampleRate: 48_000, channelCount: 2))
    // 479 frames of 464 in one of two channels have the energy of 480 frames of 327.67 in both; 1008 begins a step.
    let samples = constant(0, 2000) + (0..<4000).map { $0 % 2 == 0 ? 464 : 0 }
    #expect(onset(of: samples, stereo) == FrameCount(1008 + 478))
    let slow = try #require(AudioFormat(sampleRate: 7, channelCount: 1))
    #expect(onset(of: [0, 0, 1100], slow) == FrameCount(2))
    let wide = try #require(AudioFormat(sampleRate: 384_000, channelCount: 32))
    #expect(onset(of: constant(.min, 3200), wide) != nil)
  }
}
