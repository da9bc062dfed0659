import AudioTypes
import Prebuffering
import Testing

@testable import Playback

/// A server that plays whole blocks of 128 frames and keeps what does not fill one, as PipeWire does.
@Suite struct WholeBlockTests {
  /// 37 blocks and a half.
  private static let length = 4800
  private static let blockLength = AudioFormat.speech.duration(of: FrameCount(128))

  private func stage() -> Stage {
    Stage(ScriptedSink.Script(positionInterval: .milliseconds(10), blockLength: Self.blockLength))
  }

  @Test func aLongStallIsNoFaultOfTheSink() throws {
    let stage = stage()
    let samples = noise(2 * Self.length)
    let utterance = try stage.speak()
    utterance.write(samples[..<Self.length])
    stage.noteArrival()
    stage.run(for: .seconds(3))
    #expect(utterance.stallCount == 1 && utterance.isStalled)
    let steps = stage.stepCount
    stage.run(for: .seconds(3))
    #expect(stage.stepCount <= steps + 1, "nothing is to be done meanwhile")
    utterance.write(samples[Self.length...])
    utterance.finish()
    stage.wake()
    #expect(stage.run(untilEndOf: utterance))
    #expect(stage.sink.reconnections == 0 && utterance.progress.soundRecoveries.snapshot.isEmpty)
    #expect(stage.sink.heard.difference(from: samples + silence(240)) == nil)
    #expect(utterance.stallCount == 1)
  }

  @Test func aServerThatIsDryAndTakesNothingIsGivenUp() throws {
    let stage = stage()
    let samples = noise(4 * Self.length)
    let utterance = try stage.speak(whole: samples)
    stage.run(for: .milliseconds(20))
    stage.sink.script.takesNothing = true
    stage.sink.script.comesBack = true
    for _ in 0..<2000 where stage.sink.reconnections == 0 { stage.run(for: .milliseconds(1)) }
    #expect(stage.sink.reconnections == 1)
    stage.sink.script.takesNothing = false
    #expect(stage.run(untilEndOf: utterance))
    #expect(utterance.end?.isPlayed == true)
    #expect(utterance.progress.soundRecoveries.snapshot.map(\.cause) == [.streamStuck])
    #expect(stage.sink.heard.difference(from: samples + silence(240)) == nil)
  }

  @Test func afterAStallThePolicyHasTheWord() throws {
    let stage = stage()
    let utterance = try stage.speak(policy: .fixed(.milliseconds(200)))
    utterance.write(noise(Self.length))
    stage.noteArrival()
    stage.run(for: .milliseconds(300))
    utterance.write(noise(Self.length - 1))
    stage.noteArrival()
    stage.run(for: .milliseconds(300))
    #expect(stage.sink.passages.count == 1)
    utterance.write(noise(1))
    stage.noteArrival()
    stage.run(for: .milliseconds(300))
    #expect(stage.sink.passages.count == 2)
  }

  @Test func theEndIsHeardThoughTheNextIsNotThereYet() throws {
    let stage = stage()
    let first = try stage.speak(whole: noise(Self.length))
    let second = try stage.speak(attaches: false)
    stage.run(for: .milliseconds(500))
    #expect(first.end?.isPlayed == true)
    #expect(stage.sink.heard.difference(from: noise(Self.length)) == nil)
    stage.attach(second)
    second.write(noise(Self.length, seed: 2))
    second.finish()
    stage.wake()
    #expect(stage.run(untilEndOf: second))
    #expect(stage.sink.reconnections == 0)
    #expect(
      stage.sink.heard.difference(from: noise(Self.length) + noise(Self.length, seed: 2) + silence(240)) == nil)
  }

  @Test func theEndIsHeardBeforeTheStreamIsReopened() throws {
    let stage = stage()
    let wide = try #require(AudioFormat(sampleRate: 44_100, channelCount: 2))
    let first = try stage.speak(whole: noise(Self.length))
    let second = try stage.speak(whole: noise(Self.length, seed: 2, channels: 2), wide)
    #expect(stage.run(untilEndOf: second))
    #expect(first.end?.isPlayed == true && second.end?.isPlayed == true)
    #expect(stage.sink.reopenings == [wide] && stage.sink.reconnections == 0)
    let heard = stage.sink.heard
    #expect(
      heard.difference(from: noise(Self.length) + noise(Self.length, seed: 2, channels: 2) + silence(882)) == nil)
  }

  /// What is left must not hide it.
  @Test func aSinkThatIsStuckIsStillAFault() throws {
    let stage = stage()
    stage.sink.script.comesBack = true
    let utterance = try stage.speak(whole: noise(24_000))
    stage.run(for: .milliseconds(100))
    stage.sink.script.standsStill = true
    stage.run(for: .seconds(1))
    #expect(stage.sink.reconnections == 1)
    stage.sink.script.standsStill = false
    #expect(stage.run(untilEndOf: utterance))
  }

  @Test func whoFailedLeavesNothingThatKeepsTheNextFromReopening() throws {
    let stage = stage()
    let wide = try #require(AudioFormat(sampleRate: 44_100, channelCount: 2))
    let first = try stage.speak()
    first.write(noise(Self.length))
    stage.noteArrival()
    stage.run(for: .milliseconds(20))
    let second = try stage.speak(whole: noise(Self.length, seed: 2, channels: 2), wide)
    stage.perform(.withdraw(first.id))
    #expect(stage.run(untilEndOf: second))
    #expect(second.end?.isPlayed == true)
    #expect(
      stage.sink.heard.difference(from: noise(Self.length) + noise(Self.length, seed: 2, channels: 2) + silence(882))
        == nil)
  }
}
