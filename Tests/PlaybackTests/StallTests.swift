import AudioTypes
import Prebuffering
import Testing

@testable import Playback

/// Bytes that come too late.
@Suite struct StallTests {
  @Test func aStallIsCountedTimedAndOverWhenSoundGoesOn() throws {
    let stage = Stage()
    let samples = noise(4800)
    let utterance = try stage.speak()
    utterance.write(samples[..<2400])
    stage.noteArrival()
    stage.run(for: .milliseconds(100))
    #expect(utterance.stallCount == 1 && utterance.isStalled)
    stage.run(for: .milliseconds(50))
    utterance.write(samples[2400...])
    utterance.finish()
    stage.wake()
    #expect(stage.run(untilEndOf: utterance))
    #expect(utterance.stallCount == 1 && !utterance.isStalled)
    #expect(utterance.stalledTime == .milliseconds(50))
    #expect(utterance.longestStall == .milliseconds(50))
    #expect(stage.sink.heard.difference(from: samples + silence(240)) == nil)
    #expect(utterance.end?.framesHeard == FrameCount(4800))
  }

  @Test func playingGoesOnOnlyOnceThePolicyIsContentAgain() throws {
    let stage = Stage()
    let utterance = try stage.speak(policy: .fixed(.milliseconds(200)))
    utterance.write(noise(frames(milliseconds: 200)))
    stage.noteArrival()
    stage.run(for: .milliseconds(250))
    expectRebuffering(of: utterance, on: stage)
    #expect(utterance.stalledTime == .milliseconds(95))
  }

  /// It goes on with 200 ms in hand, and not before.
  private func expectRebuffering(of utterance: ScriptedUtterance, on stage: Stage) {
    for _ in 0..<9 {
      utterance.write(noise(frames(milliseconds: 20)))
      stage.noteArrival()
      stage.run(for: .milliseconds(5))
      #expect(stage.sink.passages.count == 1)
    }
    utterance.write(noise(frames(milliseconds: 20)))
    stage.noteArrival()
    stage.run(for: .milliseconds(1))
    #expect(stage.sink.passages.count == 2)
  }

  @Test func afterAStallTheAdaptivePolicyWantsMoreThanBefore() throws {
    let stage = Stage()
    let samples = noise(frames(milliseconds: 200))
    let utterance = try stage.speak(policy: .adaptive)
    utterance.write(samples[..<frames(milliseconds: 40)])
    stage.noteArrival()
    stage.run(for: .milliseconds(100))
    #expect(utterance.isStalled)
    utterance.write(samples[frames(milliseconds: 40)..<frames(milliseconds: 80)])
    stage.noteArrival()
    stage.run(for: .milliseconds(20))
    #expect(utterance.isStalled && stage.sink.passages.count == 1)
    utterance.write(samples[frames(milliseconds: 80)...])
    utterance.finish()
    stage.wake()
    #expect(stage.run(untilEndOf: utterance))
    #expect(utterance.stallCount == 1 && utterance.stalledTime == .milliseconds(80))
    #expect(stage.sink.heard.difference(from: samples + silence(240)) == nil)
  }

  @Test(arguments: [100, 7000])
  func aStallThatWasOnlyTheEndIsWithdrawn(silentMilliseconds: Int) throws {
    let stage = Stage()
    let utterance = try stage.speak()
    utterance.write(noise(2400))
    stage.noteArrival()
    let start = stage.now
    stage.run(for: .milliseconds(100 + silentMilliseconds))
    #expect(utterance.stallCount == 1)
    utterance.finish()
    stage.wake()
    #expect(stage.run(untilEndOf: utterance))
    #expect(utterance.end?.isPlayed == true)
    #expect(utterance.stallCount == 0 && utterance.stalledTime == .zero)
    #expect(!utterance.isStalled)
    #expect(utterance[.lastAudible] == start.advanced(by: .milliseconds(100)))
  }

  @Test func aStallMayLastForMinutes() throws {
    let stage = Stage()
    let utterance = try stage.speak()
    utterance.write(noise(2400))
    stage.noteArrival()
    stage.run(for: .milliseconds(100))
    let steps = stage.stepCount
    stage.run(for: .seconds(60))
    #expect(stage.stepCount - steps < 10, "nothing is to be done meanwhile")
    utterance.write(noise(2400))
    utterance.finish()
    stage.wake()
    #expect(stage.run(untilEndOf: utterance))
    #expect(utterance.end?.isPlayed == true)
    #expect(utterance.stalledTime == .seconds(60))
  }

  @Test func theFirstBytesMayComeMinutesAfterTheRequest() throws {
    let stage = Stage()
    let first = try stage.speak(whole: noise(2400))
    #expect(stage.run(untilEndOf: first))
    let second = try stage.speak()
    stage.run(for: .seconds(60))
    second.write(noise(2400))
    second.finish()
    stage.wake()
    #expect(stage.run(untilEndOf: second))
    #expect(second.end?.isPlayed == true)
  }

  @Test func aStallBeforeTheOnsetMovesIt() throws {
    let stage = Stage()
    let utterance = try stage.speak()
    utterance.write(silence(2400))
    stage.noteArrival()
    stage.run(for: .milliseconds(300))
    utterance.write(silence(1200) + noise(1200))
    utterance.finish()
    stage.wake()
    let goesOn = stage.now
    #expect(stage.run(untilEndOf: utterance))
    var onset = AudibleOnset(.speech)
    onset.examine((silence(1200) + noise(1200)).span)
    let frame = try #require(onset.onset)
    #expect(utterance[.firstAudible] == goesOn.advanced(by: AudioFormat.speech.duration(of: frame)))
  }

  @Test func aStartAndAnUnderflowMayBeToldTogether() throws {
    let stage = Stage()
    let utterance = try stage.speak()
    utterance.write(noise(240))
    stage.noteArrival()
    stage.run(for: .zero)
    let start = stage.now
    // The thread sleeps over both events.
    stage.sleep(for: .milliseconds(30))
    stage.run(for: .milliseconds(1))
    #expect(utterance.isStalled)
    utterance.write(noise(2400))
    utterance.finish()
    stage.wake()
    #expect(stage.run(untilEndOf: utterance))
    #expect(utterance.stallCount == 1)
    #expect(utterance.stalledTime == .milliseconds(21))
    #expect(utterance[.firstAudible].map { $0 < start.advanced(by: .milliseconds(10)) } == true)
  }

  /// A device hears what it has taken some time later.
  @Test(arguments: [1, 40, 150])
  func aSinkRunsDryBeforeTheLastFrameIsHeard(latency: Int) throws {
    let stage = Stage(ScriptedSink.Script(earLatency: .milliseconds(latency)))
    let utterance = try stage.speak(policy: .fixed(.milliseconds(200)))
    utterance.write(noise(frames(milliseconds: 200)))
    stage.noteArrival()
    stage.run(for: .milliseconds(210))
    expectRebuffering(of: utterance, on: stage)
    #expect(utterance.stallCount == 1)
  }

  @Test func whatIsWholeAndNotWrittenYetMayStallToo() throws {
    let stage = Stage(ScriptedSink.Script(bufferLength: .milliseconds(20)))
    let samples = noise(frames(milliseconds: 60))
    let utterance = try stage.speak(whole: samples)
    stage.run(for: .milliseconds(1))
    stage.sleep(for: .milliseconds(100))
    #expect(stage.run(untilEndOf: utterance))
    #expect(utterance.stallCount == 1 && utterance.stalledTime > .milliseconds(50))
    #expect(stage.sink.heard.difference(from: samples + silence(240)) == nil)
  }
}
