import AudioTypes
import Testing

@testable import Playback

/// Standing still and going on.
@Suite struct PauseTests {
  @Test func nothingIsLostAndNothingIsAStall() throws {
    let stage = Stage()
    let samples = noise(12_000)
    let utterance = try stage.speak(whole: samples)
    let start = stage.now
    stage.run(for: .milliseconds(100))
    stage.perform(.pause)
    let steps = stage.stepCount
    stage.run(for: .seconds(30))
    #expect(stage.stepCount - steps < 5)
    #expect(stage.sink.heard.count == 2400)
    stage.perform(.resume)
    #expect(stage.run(untilEndOf: utterance))
    #expect(stage.sink.heard.difference(from: samples + silence(240)) == nil)
    #expect(utterance.stallCount == 0 && utterance.end?.isPlayed == true)
    #expect(utterance[.lastAudible] == start.advanced(by: .milliseconds(30_500)))
  }

  @Test func whatFadesOutIsOverWithAPause() throws {
    let stage = Stage()
    let stopped = try stage.speak(whole: noise(12_000))
    let next = try stage.speak(whole: noise(2400))
    stage.run(for: .milliseconds(100))
    stage.perform(.stop(stopped.id, fade: .milliseconds(10)))
    #expect(stopped.end == nil)
    stage.perform(.pause)
    stage.run(for: .seconds(1))
    #expect(stopped.end?.isStopped == true && next.end == nil)
    stage.perform(.resume)
    #expect(stage.run(untilEndOf: next))
    #expect(next.end?.isPlayed == true)
  }

  @Test func pausingWhileTheEndIsBeingHeard() throws {
    let stage = Stage()
    let start = stage.now
    let utterance = try stage.speak(whole: noise(2400))
    stage.run(for: .milliseconds(50))
    stage.perform(.pause)
    stage.perform(.pause)
    stage.run(for: .seconds(10))
    #expect(utterance.end == nil)
    stage.perform(.resume)
    stage.perform(.resume)
    #expect(stage.run(untilEndOf: utterance))
    #expect(utterance[.lastAudible] == start.advanced(by: .milliseconds(10_100)))
  }

  @Test func beforeTheSinkStandsItHoldsFromTheStart() throws {
    var script = ScriptedSink.Script()
    script.openingTime = .milliseconds(50)
    let stage = Stage(script)
    stage.perform(.pause)
    let utterance = try stage.speak(whole: noise(2400))
    stage.run(for: .milliseconds(500))
    #expect(stage.sink.isCorked && stage.sink.writeIndex == .zero)
    #expect(utterance.end == nil)
    stage.perform(.resume)
    #expect(stage.run(untilEndOf: utterance))
    #expect(stage.sink.heard.difference(from: noise(2400) + silence(240)) == nil)
  }

  @Test func stoppingMeanwhileEndsAtOnceAndGoesOnWithTheNext() throws {
    let stage = Stage()
    let first = try stage.speak(whole: noise(12_000))
    let second = try stage.speak(whole: noise(2400, seed: 2))
    stage.run(for: .milliseconds(100))
    stage.perform(.pause)
    stage.perform(.stop(first.id, fade: .milliseconds(10)))
    #expect(first.end?.isStopped == true && first.end?.framesHeard == FrameCount(2400))
    stage.run(for: .milliseconds(100))
    stage.perform(.resume)
    #expect(stage.run(untilEndOf: second))
    // Not a sample more of what was stopped, and the little silence behind it.
    let silent = silence(frames(milliseconds: 5))
    let heard = Array(noise(12_000).prefix(2400))
    #expect(
      stage.sink.heard.difference(from: heard + silent + noise(2400, seed: 2) + silence(240)) == nil)
  }

  @Test func whatIsStoppedRightBehindThePauseEndsAtOnceToo() throws {
    let stage = Stage()
    let first = try stage.speak(whole: noise(12_000))
    stage.run(for: .milliseconds(100))
    stage.engine.perform(.pause, on: &stage.sink, now: stage.now)
    stage.engine.perform(.stop(first.id, fade: .milliseconds(10)), on: &stage.sink, now: stage.now)
    stage.wake()
    stage.run(for: .milliseconds(100))
    #expect(first.end?.isStopped == true && first.end?.framesHeard == FrameCount(2400))
    let second = try stage.speak(whole: noise(2400, seed: 2))
    stage.perform(.resume)
    #expect(stage.run(untilEndOf: second))
    let heard = Array(noise(12_000).prefix(2400))
    #expect(Array(stage.sink.heard.prefix(2400)).difference(from: heard) == nil)
    #expect(stage.sink.heard.dropFirst(2400).prefix { $0 == 0 }.count >= frames(milliseconds: 5))
    #expect(Array(stage.sink.heard.suffix(2640)).difference(from: noise(2400, seed: 2) + silence(240)) == nil)
  }

  @Test func theOnsetComesLaterByThePause() throws {
    let stage = Stage()
    let utterance = try stage.speak(whole: silence(frames(milliseconds: 100)) + noise(2400))
    let start = stage.now
    stage.run(for: .milliseconds(50))
    stage.perform(.pause)
    stage.run(for: .seconds(1))
    stage.perform(.resume)
    #expect(stage.run(untilEndOf: utterance))
    let audible = try #require(utterance[.firstAudible])
    #expect(audible >= start.advanced(by: .milliseconds(1100)) && audible < start.advanced(by: .milliseconds(1110)))
  }
}
