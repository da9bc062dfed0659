import AudioTypes
import Testing

@testable import Playback

/// When the first sample goes.
@Suite struct StartTests {
  @Test func tenMillisecondsAreEnoughToStartAtOnce() throws {
    let stage = Stage()
    let utterance = try stage.speak()
    utterance.write(noise(frames(milliseconds: 10) - 1))
    stage.wake()
    stage.run(for: .milliseconds(50))
    #expect(stage.sink.writeIndex == .zero)
    #expect(utterance[.firstAudioDecoded] != nil && utterance[.firstWrite] == nil)

    utterance.write(noise(1))
    stage.wake()
    let arrival = stage.now
    stage.run(for: .milliseconds(5))
    #expect(utterance[.firstWrite] == arrival)
    let delay = try #require(onsetDelay())
    #expect(utterance[.firstAudible] == arrival.advanced(by: delay))
  }

  /// What `AudibleOnset` says of this noise.
  private func onsetDelay() -> Duration? {
    var onset = AudibleOnset(.speech)
    onset.examine(noise(frames(milliseconds: 10) - 1).span)
    return onset.onset.map { AudioFormat.speech.duration(of: $0) }
  }

  @Test func aFixedThresholdIsWaitedFor() throws {
    let stage = Stage()
    let utterance = try stage.speak(policy: .fixed(.milliseconds(300)))
    for piece in 0..<15 {
      #expect(utterance[.firstWrite] == nil, "before piece \(piece)")
      utterance.write(noise(frames(milliseconds: 20)))
      stage.wake()
      stage.run(for: .milliseconds(1))
    }
    #expect(utterance[.firstWrite] != nil)
  }

  @Test func aWholeStreamStartsShortOfTheThreshold() throws {
    let stage = Stage()
    let samples = noise(frames(milliseconds: 4))
    let utterance = try stage.speak(policy: .fixed(.seconds(1)))
    utterance.write(samples)
    stage.wake()
    stage.run(for: .milliseconds(100))
    #expect(utterance[.firstWrite] == nil)
    utterance.finish()
    stage.wake()
    #expect(stage.run(untilEndOf: utterance))
    #expect(stage.sink.heard.difference(from: samples + silence(240)) == nil)
  }

  @Test func nothingIsWrittenBeforeTheSinkStands() throws {
    var script = ScriptedSink.Script()
    script.openingTime = .milliseconds(80)
    let stage = Stage(script)
    let samples = noise(2400)
    let opened = stage.now.advanced(by: .milliseconds(80))
    let utterance = try stage.speak(whole: samples)
    #expect(stage.run(untilEndOf: utterance))
    #expect(utterance[.firstWrite] == opened)
    #expect(stage.sink.heard.difference(from: samples + silence(240)) == nil)
  }

  @Test(arguments: [
    (StartPolicy.immediate, 9.99, false, false), (.immediate, 10, false, true), (.immediate, 0.01, true, true),
    (.immediate, 0, true, false), (.fixed(.milliseconds(300)), 299, false, false),
    (.fixed(.milliseconds(300)), 300, false, true), (.fixed(.milliseconds(300)), 1, true, true),
    (.fixed(.milliseconds(1)), 9, false, false), (.fixed(.milliseconds(-5)), 10, false, true),
    (.fixed(.seconds(60)), 1999, false, false), (.fixed(.seconds(60)), 2000, false, true),
  ])
  func policy(_ policy: StartPolicy, milliseconds: Double, isWhole: Bool, mayStart: Bool) {
    #expect(policy.mayStart(inHand: .nanoseconds(Int64(milliseconds * 1e6)), isWhole: isWhole) == mayStart)
  }
}
