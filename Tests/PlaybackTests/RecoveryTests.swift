import AudioTypes
import PulseOutput
import Testing

@testable import Playback

/// A sound server that goes and comes back: the first frame of the next stream is the first that was not heard.
@Suite struct RecoveryTests {
  @Test(arguments: [1, 10, 50, 100, 101, 457, 900, 990, 999])
  func eachSampleIsHeardOnceWhereverTheServerIsLost(milliseconds: Int) throws {
    let stage = Stage()
    let samples = noise(24_000)
    let utterance = try stage.speak(whole: samples)
    stage.run(for: .milliseconds(milliseconds))
    stage.loseServer(for: .milliseconds(300))
    #expect(stage.run(untilEndOf: utterance))
    #expect(stage.sink.heard.difference(from: samples + silence(240)) == nil)
    #expect(utterance.end?.isPlayed == true && utterance.end?.framesHeard == FrameCount(24_000))
    #expect(utterance.stallCount == 0 && utterance.framesWritten == 24_000)
    let recoveries = utterance.progress.soundRecoveries.snapshot
    #expect(recoveries.map(\.cause) == [.serverLost] && utterance.progress.soundRecoveries.count == 1)
    #expect(recoveries.first.map { $0.duration >= .milliseconds(299) && $0.duration <= .milliseconds(700) } == true)
    #expect(stage.engine.fault == nil && stage.engine.isSoundCertain)
  }

  @Test func whatWaitsInTheRingStaysThereMeanwhile() throws {
    let stage = Stage()
    let samples = noise(48_000)
    let utterance = try stage.speak(ringCapacity: 8192)
    var written = utterance.write(samples) / 2
    stage.noteArrival()
    stage.run(for: .milliseconds(100))
    written += utterance.write(samples[written...]) / 2
    stage.sink.script.comesBack = false
    stage.sink.fail(Stage.lost)
    stage.run(for: .seconds(2))
    written += utterance.write(samples[written...]) / 2
    let full = written
    stage.run(for: .seconds(1))
    #expect(utterance.write(samples[written...]) == 0, "the ring is full, and whoever fills it waits")
    stage.sink.script.comesBack = true
    while written < samples.count {
      stage.noteArrival()
      stage.run(for: .milliseconds(20))
      written += utterance.write(samples[written...]) / 2
    }
    #expect(full < samples.count)
    utterance.finish()
    stage.wake()
    #expect(stage.run(untilEndOf: utterance))
    #expect(stage.sink.heard.difference(from: samples + silence(240)) == nil)
  }

  @Test func allThatIsQueuedFollows() throws {
    let stage = Stage()
    let texts = try (1...4).map { try stage.speak(whole: noise(frames(milliseconds: 60), seed: $0)) }
    stage.run(for: .milliseconds(100))
    #expect(texts[0].end?.isPlayed == true)
    stage.loseServer(for: .milliseconds(50))
    #expect(stage.run(untilEndOf: texts[3]))
    let expected = (1...4).flatMap { noise(frames(milliseconds: 60), seed: UInt64($0)) }
    #expect(stage.sink.heard.difference(from: expected + silence(240)) == nil)
    #expect(texts.allSatisfy { $0.end?.isPlayed == true && $0.end?.framesHeard == FrameCount(1440) })
    #expect(texts.map { $0.progress.soundRecoveries.count } == [0, 1, 0, 0])
  }

  @Test func theServerMayGoAgainAndAgain() throws {
    let stage = Stage()
    let samples = noise(24_000)
    let utterance = try stage.speak(whole: samples)
    stage.run(for: .milliseconds(100))
    for milliseconds in [7, 1, 30, 120, 60] {
      stage.loseServer(for: .milliseconds(milliseconds))
      while stage.engine.fault != nil { stage.run(for: .milliseconds(1)) }
      stage.run(for: .milliseconds(milliseconds))
    }
    #expect(stage.run(untilEndOf: utterance))
    #expect(stage.sink.heard.difference(from: samples + silence(240)) == nil)
    #expect(utterance.progress.soundRecoveries.snapshot.count == 5)
  }

  @Test func aNewStreamThatIsLostBeforeItPlays() throws {
    var script = ScriptedSink.Script()
    script.openingTime = .milliseconds(20)
    let stage = Stage(script)
    let samples = noise(24_000)
    let utterance = try stage.speak(whole: samples)
    stage.run(for: .milliseconds(220))
    stage.loseServer(for: .milliseconds(50))
    stage.run(for: .milliseconds(5))
    stage.loseServer(for: .milliseconds(50))
    #expect(stage.run(untilEndOf: utterance))
    #expect(stage.sink.heard.difference(from: samples + silence(240)) == nil)
    #expect(utterance.progress.soundRecoveries.count == 1)
  }

  @Test(arguments: [1, 2]) func aServerThatHoldsLessTakesItInParts(channels: Int) throws {
    let stage = Stage()
    let format = try #require(AudioFormat(sampleRate: 24_000, channelCount: channels))
    let samples = noise(24_000, channels: channels)
    let utterance = try stage.speak(whole: samples, format)
    stage.run(for: .milliseconds(300))
    stage.sink.script.bufferLength = .milliseconds(30)
    stage.loseServer(for: .milliseconds(50))
    #expect(stage.run(untilEndOf: utterance))
    #expect(stage.sink.heard.difference(from: samples + silence(240 * channels)) == nil)
  }

  @Test func aDeviceThatGoesIsTold() throws {
    let stage = Stage()
    let utterance = try stage.speak(whole: noise(12_000))
    stage.run(for: .milliseconds(100))
    stage.loseServer(for: .milliseconds(10), .output(.deviceGone))
    #expect(stage.run(untilEndOf: utterance))
    #expect(stage.sink.heard.difference(from: noise(12_000) + silence(240)) == nil)
    #expect(utterance.progress.soundRecoveries.snapshot.map(\.cause) == [.deviceLost])
  }

  @Test func aServerThatStaysAwayEndsAllAfterFiveSeconds() throws {
    let stage = Stage()
    let first = try stage.speak(whole: noise(24_000))
    let second = try stage.speak(attaches: false)
    stage.run(for: .milliseconds(100))
    stage.loseServer(for: .milliseconds(4800))
    #expect(first.end == nil && second.end == nil)
    stage.sink.script.comesBack = false
    stage.run(for: .milliseconds(800))
    for utterance in [first, second] {
      guard case .outputLost(.noServer, after: .seconds(5))? = utterance.end?.error else {
        Issue.record("\(String(describing: utterance.end?.cause))")
        continue
      }
    }
    #expect(first.end?.framesHeard == FrameCount(2400) && second.end?.framesHeard == .zero)
    #expect(first.progress.soundRecoveries.snapshot.count == 1)
    let (steps, attempts) = (stage.stepCount, stage.sink.reconnections)
    #expect((5...30).contains(attempts))
    stage.run(for: .seconds(60))
    #expect(stage.stepCount == steps && stage.sink.reconnections == attempts, "nobody waits for it")
  }

  @Test func theNextUtteranceTriesAgainAndHearsNothingOfTheOneBefore() throws {
    let stage = Stage()
    let first = try stage.speak(whole: noise(24_000))
    stage.run(for: .milliseconds(100))
    stage.loseServer(for: .seconds(6))
    #expect(first.end?.error != nil && !stage.engine.isSoundCertain)
    let second = try stage.speak(whole: noise(2400, seed: 2))
    #expect(stage.run(untilEndOf: second))
    #expect(second.end?.isPlayed == true && second.progress.soundRecoveries.count == 0)
    #expect(stage.sink.heard.difference(from: noise(24_000).prefix(2400) + noise(2400, seed: 2) + silence(240)) == nil)
  }

  @Test func theNextUtteranceAlsoWaitsOnlySoLong() throws {
    let stage = Stage()
    stage.perform(.setVolume(1))
    stage.loseServer(for: .seconds(6))
    stage.engine.setback = nil
    stage.sink.script.comesBack = false
    let utterance = try stage.speak(whole: noise(2400))
    #expect(!stage.engine.isSoundCertain)
    #expect(stage.run(untilEndOf: utterance, limit: .milliseconds(5600)))
    #expect(utterance.end?.error != nil && stage.engine.setback != nil)
  }

  @Test func nobodyNoticesAServerThatGoesWhileThereIsNothingToPlay() throws {
    let stage = Stage()
    let first = try stage.speak(whole: noise(2400))
    #expect(stage.run(untilEndOf: first))
    stage.loseServer(for: .milliseconds(700))
    stage.run(for: .seconds(1))
    #expect(stage.engine.isSoundCertain)
    let second = try stage.speak(whole: noise(2400, seed: 2))
    #expect(stage.run(untilEndOf: second))
    #expect(second.end?.isPlayed == true && second.progress.soundRecoveries.count == 0)
    #expect(stage.sink.heard.difference(from: noise(2400) + silence(240) + noise(2400, seed: 2) + silence(240)) == nil)
  }

  @Test func whoPreparesMakesItTryAgain() throws {
    let stage = Stage()
    stage.perform(.setVolume(1))
    stage.loseServer(for: .seconds(6))
    #expect(stage.engine.setback != nil)
    stage.perform(.stayAwake)
    stage.run(for: .milliseconds(100))
    #expect(stage.engine.isSoundCertain)
  }

  @Test func anUtteranceThatWaitsForItsBytesIsNotHurt() throws {
    let stage = Stage()
    let utterance = try stage.speak()
    stage.run(for: .milliseconds(100))
    stage.loseServer(for: .milliseconds(100))
    stage.run(for: .seconds(1))
    #expect(stage.engine.isSoundCertain && utterance.end == nil)
    utterance.write(noise(2400))
    utterance.finish()
    stage.wake()
    #expect(stage.run(untilEndOf: utterance))
    #expect(stage.sink.heard.difference(from: noise(2400) + silence(240)) == nil)
    #expect(utterance.progress.soundRecoveries.snapshot.map(\.cause) == [.serverLost])
  }

  @Test func lostInAStallItIsStillAStallAfterwards() throws {
    let stage = Stage()
    let utterance = try stage.speak()
    utterance.write(noise(2400))
    stage.noteArrival()
    stage.run(for: .milliseconds(200))
    #expect(utterance.stallCount == 1)
    stage.loseServer(for: .milliseconds(100))
    stage.run(for: .milliseconds(500))
    #expect(utterance.isStalled && utterance.progress.soundRecoveries.endedCount == 1)
    utterance.write(noise(2400, seed: 2))
    utterance.finish()
    stage.wake()
    #expect(stage.run(untilEndOf: utterance))
    #expect(stage.sink.heard.difference(from: noise(2400) + noise(2400, seed: 2) + silence(240)) == nil)
    let recovered = utterance.progress.soundRecoveries.snapshot.map(\.duration).reduce(.zero, +)
    #expect(recovered + utterance.stalledTime == .milliseconds(700), "the silence is counted, and once")
  }

  @Test func pausedItIsRecoveredInSilence() throws {
    let stage = Stage()
    let samples = noise(12_000)
    let utterance = try stage.speak(whole: samples)
    stage.run(for: .milliseconds(100))
    stage.perform(.pause)
    stage.run(for: .seconds(1))
    stage.loseServer(for: .milliseconds(100))
    stage.run(for: .seconds(20))
    #expect(stage.sink.isCorked && stage.sink.heard.count == 2400 && stage.engine.fault == nil)
    stage.perform(.resume)
    #expect(stage.run(untilEndOf: utterance))
    #expect(stage.sink.heard.difference(from: samples + silence(240)) == nil)
  }

  @Test func inTheSecondOfTwoFormats() throws {
    let stage = Stage()
    let wide = try #require(AudioFormat(sampleRate: 44_100, channelCount: 2))
    let first = try stage.speak(whole: noise(2400))
    let samples = noise(44_100, seed: 2, channels: 2)
    let second = try stage.speak(whole: samples, wide)
    #expect(stage.run(untilEndOf: first))
    stage.run(for: .milliseconds(321))
    stage.loseServer(for: .milliseconds(200))
    #expect(stage.run(untilEndOf: second))
    #expect(stage.sink.passages.last?.format == wide)
    #expect(Array(stage.sink.heard.dropFirst(2400)).difference(from: samples + silence(882)) == nil)
    #expect(second.end?.framesHeard == FrameCount(44_100))
  }
}
