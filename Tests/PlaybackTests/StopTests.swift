import AudioTypes
import Testing

@testable import Playback

/// Silence on request, and what is heard behind it.
@Suite struct StopTests {
  @Test func whatIsGivenUpBecauseItWasStoppedIsStillFaded() throws {
    let stage = Stage()
    let utterance = try stage.speak(whole: noise(24_000))
    stage.run(for: .milliseconds(100))
    stage.perform(.stop(utterance.id, fade: .milliseconds(50)))
    stage.perform(.withdraw(utterance.id))
    #expect(utterance.end == nil)
    #expect(stage.run(untilEndOf: utterance))
    #expect(utterance.end?.isStopped == true)
    #expect((utterance.end?.framesHeard ?? .zero) >= FrameCount(2400 + 1200))
  }

  private static let fade = Duration.milliseconds(10)

  @Test func whatSoundsFallsToSilenceOverTheFade() throws {
    let stage = Stage()
    let samples = noise(24_000)
    let utterance = try stage.speak(whole: samples)
    stage.run(for: .milliseconds(100))
    stage.perform(.stop(utterance.id, fade: Self.fade))
    let stopped = stage.now
    #expect(utterance.isReaderGone)
    #expect(stage.run(untilEndOf: utterance))
    // 5 ms on their way to the ear and 3 ms for the message pass before the fade, 5 ms of silence follow it.
    #expect(stopped.duration(to: stage.now) <= .milliseconds(24))
    let from = frames(milliseconds: 108)
    let end = from + frames(milliseconds: 10)
    let heard = stage.sink.heard
    #expect(Array(heard.prefix(from)).difference(from: Array(samples.prefix(from))) == nil)
    for index in from..<end {
      #expect(heard[index].magnitude <= samples[index].magnitude)
      #expect(Int(heard[index]) == Int(samples[index]) * (end - index) / 241)
    }
    #expect(Array(heard[end...]).difference(from: silence(120)) == nil)
    #expect(utterance.end?.isStopped == true && utterance.end?.framesHeard == FrameCount(end))
    #expect(utterance[.lastAudible] == stopped.advanced(by: .milliseconds(18)))
    #expect(stage.sink.lateFrames == .zero)
  }

  @Test func theFollowerIsHeardWholeAndSoon() throws {
    let stage = Stage()
    let first = try stage.speak(whole: noise(frames(milliseconds: 150)))
    let second = try stage.speak(whole: noise(12_345, seed: 2))
    stage.run(for: .milliseconds(50))
    let stopped = stage.now
    stage.perform(.stop(first.id, fade: Self.fade))
    stage.run(for: .milliseconds(20))
    #expect(first.end?.isStopped == true, "its end does not wait for the follower's")
    #expect(stage.run(untilEndOf: second))
    let seam = frames(milliseconds: 68)
    let heard = stage.sink.heard
    #expect(Array(heard[seam...]).difference(from: noise(12_345, seed: 2) + silence(240)) == nil)
    #expect(second.end?.isPlayed == true && second.end?.framesHeard == FrameCount(12_345))
    #expect(second[.firstAudible].map { $0 > stopped && $0 < stopped.advanced(by: .milliseconds(30)) } == true)
    #expect(stage.sink.lateFrames == .zero)
  }

  /// The last samples of the stopped one are on their way to the ear: its follower must not be moved.
  @Test(arguments: [40, 44, 47, 49])
  func aStopTooLateToChangeAnythingLeavesTheFollowerAlone(milliseconds: Int) throws {
    let stage = Stage()
    let first = try stage.speak(whole: noise(frames(milliseconds: 50)))
    let second = try stage.speak(whole: noise(12_345, seed: 2))
    stage.run(for: .milliseconds(milliseconds))
    stage.perform(.stop(first.id, fade: Self.fade))
    #expect(stage.run(untilEndOf: second))
    #expect(first.end?.isStopped == true)
    let heard = stage.sink.heard
    #expect(Array(heard.suffix(12_345 + 240)).difference(from: noise(12_345, seed: 2) + silence(240)) == nil)
    #expect(heard.count <= frames(milliseconds: 50) + 12_345 + 240)
  }

  @Test(arguments: [0, 1, 5, 30])
  func twiceIsAsGoodAsOnce(millisecondsBetween: Int) throws {
    let stage = Stage()
    let first = try stage.speak(whole: noise(frames(milliseconds: 150)))
    let second = try stage.speak(whole: noise(12_345, seed: 2))
    stage.run(for: .milliseconds(50))
    stage.perform(.stop(first.id, fade: Self.fade))
    stage.run(for: .milliseconds(millisecondsBetween))
    stage.perform(.stop(first.id, fade: Self.fade))
    #expect(stage.run(untilEndOf: second))
    let heard = Array(stage.sink.heard[frames(milliseconds: 68)...])
    #expect(heard.difference(from: noise(12_345, seed: 2) + silence(240)) == nil)
  }

  @Test func theMiddleOneGoesAndItsNeighboursMeet() throws {
    let stage = Stage()
    let texts = try (1...3).map { try stage.speak(whole: noise(frames(milliseconds: 50), seed: $0)) }
    stage.run(for: .milliseconds(10))
    stage.perform(.stop(texts[1].id, fade: Self.fade))
    #expect(stage.run(untilEndOf: texts[2]))
    let expected = noise(1200, seed: 1) + noise(1200, seed: 3) + silence(240)
    #expect(stage.sink.heard.difference(from: expected) == nil)
    #expect(texts[1].end?.isStopped == true && texts[1].end?.framesHeard == .zero)
    #expect(texts[0].end?.isPlayed == true && texts[2].end?.isPlayed == true)
  }

  @Test func allAreDroppedAtOnce() throws {
    let stage = Stage()
    let texts = try (1...4).map { try stage.speak(whole: noise(frames(milliseconds: 80), seed: $0)) }
    stage.run(for: .milliseconds(60))
    stage.perform(.stop(nil, fade: Self.fade))
    stage.run(for: .milliseconds(30))
    #expect(texts.allSatisfy { $0.end?.isStopped == true && $0.isReaderGone })
    #expect(stage.sink.heard.count == frames(milliseconds: 78 + 5))
    let next = try stage.speak(whole: noise(4800, seed: 9))
    #expect(stage.run(untilEndOf: next))
    #expect(Array(stage.sink.heard.suffix(5040)).difference(from: noise(4800, seed: 9) + silence(240)) == nil)
  }

  @Test func theLastOneIsStoppedWhileOthersWait() throws {
    let stage = Stage()
    let samples = noise(frames(milliseconds: 100))
    let first = try stage.speak(whole: samples)
    let second = try stage.speak(whole: noise(12_000, seed: 2))
    stage.run(for: .milliseconds(20))
    stage.perform(.stop(second.id, fade: Self.fade))
    #expect(stage.run(untilEndOf: first, limit: .milliseconds(100)))
    #expect(stage.run(untilEndOf: second, limit: .milliseconds(20)))
    #expect(stage.sink.heard.difference(from: samples + silence(120)) == nil)
    #expect(first.end?.isPlayed == true && second.end?.isStopped == true)
  }

  @Test func beforeItsStartNothingIsHeard() throws {
    let stage = Stage()
    let utterance = try stage.speak()
    stage.perform(.stop(utterance.id, fade: Self.fade))
    #expect(utterance.end?.isStopped == true && utterance.isReaderGone)
    utterance.write(noise(4800))
    stage.noteArrival()
    stage.run(for: .milliseconds(100))
    #expect(stage.sink.writeIndex == .zero)
  }

  @Test func inAStallItEndsAndTheStallCounts() throws {
    let stage = Stage()
    let utterance = try stage.speak()
    utterance.write(noise(2400))
    stage.noteArrival()
    stage.run(for: .seconds(8))
    stage.perform(.stop(utterance.id, fade: Self.fade))
    #expect(stage.run(untilEndOf: utterance, limit: .milliseconds(30)))
    #expect(utterance.end?.isStopped == true)
    #expect(utterance.stallCount == 1 && utterance.stalledTime == .milliseconds(7900))
  }

  @Test func whileTheStreamIsBeingOpenedItEndsAtOnce() throws {
    var script = ScriptedSink.Script()
    script.openingTime = .milliseconds(50)
    let stage = Stage(script)
    let utterance = try stage.speak(whole: noise(2400))
    stage.perform(.stop(utterance.id, fade: Self.fade))
    #expect(utterance.end?.isStopped == true)
    let next = try stage.speak(whole: noise(2400))
    #expect(stage.run(untilEndOf: next))
    #expect(next.end?.isPlayed == true)
  }

  @Test func anUnknownOneChangesNothing() throws {
    let stage = Stage()
    let utterance = try stage.speak(whole: noise(4800))
    stage.run(for: .milliseconds(20))
    stage.perform(.stop(UtteranceID(rawValue: 99), fade: Self.fade))
    #expect(stage.run(untilEndOf: utterance))
    #expect(stage.sink.heard.difference(from: noise(4800) + silence(240)) == nil)
  }

  @Test func whatIsStoppedWhileOthersSoundIsFreedElsewhere() throws {
    let stage = Stage()
    let utterances = try (1...3).map { try stage.speak(whole: noise(24_000, seed: $0)) }
    // One that sounds, and one that has not begun.
    for index in [0, 2] {
      weak let playout = stage.engine.playouts[index == 0 ? 0 : 1]
      weak let source = playout?.source
      stage.run(for: .milliseconds(100))
      stage.perform(.stop(utterances[index].id, fade: .milliseconds(10)))
      stage.run(untilEndOf: utterances[index])
      #expect(utterances[index].end != nil && utterances[index].isReaderGone)
      #expect(playout != nil && source != nil, "the audio thread has freed it")
      stage.engine.remains.clear()
      #expect(playout == nil && source == nil)
    }
    #expect(utterances[1].end == nil)
  }
}
