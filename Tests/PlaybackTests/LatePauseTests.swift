import AudioTypes
import Testing

@testable import Playback

/// The pause before an utterance that comes, or has its sound, when the one before has been heard and is gone.
@Suite struct LatePauseTests {
  private let a = noise(4800)
  private let b = noise(4800, seed: 2)
  private let stage = Stage()

  /// The stream has run dry, or stands still because nothing has been played for long.
  @Test(arguments: [(15, 1000), (300, 1000), (990, 1000), (15_000, 20_000)])
  func whoComesWithinThePauseBeginsRightBehindIt(comes: Int, pause: Int) throws {
    let ended = try playFirst()
    stage.run(for: stage.now.duration(to: ended.advanced(by: .milliseconds(comes))))
    let second = try stage.speak(whole: b, after: .milliseconds(pause))
    #expect(stage.run(untilEndOf: second, limit: .seconds(30)))
    #expect(second.progress.live.firstHeard == ended.advanced(by: .milliseconds(pause)))
    expectSecond(at: ended.advanced(by: .milliseconds(pause)))
  }

  @Test func whoWasQueuedInTimeAndHasItsSoundWithinThePauseBeginsRightBehindIt() throws {
    _ = try stage.speak(whole: a)
    let second = try stage.speak(after: .seconds(2))
    stage.run(for: .milliseconds(1200))
    second.write(b)
    second.finish()
    stage.wake()
    #expect(stage.run(untilEndOf: second))
    #expect(second.stallCount == 0 && stage.sink.passages.count == 1)
    #expect(stage.sink.heard.difference(from: a + silence(48_000) + b + silence(240)) == nil)
  }

  @Test func whoComesAfterThePauseBeginsAtOnce() throws {
    _ = try playFirst()
    stage.run(for: .milliseconds(500))
    let asked = stage.now
    let second = try stage.speak(whole: b, after: .milliseconds(300))
    #expect(stage.run(untilEndOf: second))
    #expect(stage.sink.passages.last?.start == asked)
    expectSecond(at: asked)
  }

  @Test func whoComesAfterOneThatWasStoppedBeginsAtOnce() throws {
    let first = try stage.speak(whole: a)
    stage.run(for: .milliseconds(100))
    stage.perform(.stop(first.id, fade: .milliseconds(10)))
    stage.run(untilEndOf: first)
    let asked = stage.now
    let second = try stage.speak(whole: b, after: .seconds(1))
    #expect(stage.run(untilEndOf: second))
    expectSecond(at: asked)
  }

  @Test func whatWasWithdrawnLeavesThePauseToTheNext() throws {
    let ended = try playFirst()
    let second = try stage.speak(after: .seconds(1))
    stage.run(for: .milliseconds(100))
    stage.perform(.withdraw(second.id))
    let third = try stage.speak(whole: b, after: .seconds(1))
    #expect(stage.run(untilEndOf: third))
    expectSecond(at: ended.advanced(by: .seconds(1)))
  }

  @Test func standingStillMakesThePauseLonger() throws {
    let ended = try playFirst()
    stage.perform(.pause)
    stage.run(for: .seconds(3))
    stage.perform(.resume)
    let second = try stage.speak(whole: b, after: .seconds(1))
    #expect(stage.run(untilEndOf: second))
    expectSecond(at: ended.advanced(by: .seconds(4)))
  }

  /// Nothing of any utterance is with the sink then: the pause itself has to be watched.
  @Test(arguments: [true, false])
  func aSinkThatIsLostInThePauseIsMissed(isStandstill: Bool) throws {
    _ = try playFirst()
    let second = try stage.speak(whole: b, after: .seconds(1))
    stage.run(for: .milliseconds(300))
    stage.sink.script.comesBack = true
    if isStandstill { stage.sink.script.standsStill = true } else { stage.sink.fail(Stage.lost) }
    stage.run(for: .seconds(2))
    stage.sink.script.standsStill = false
    #expect(stage.run(untilEndOf: second))
    #expect(second.end?.isPlayed == true && stage.sink.reconnections > 0)
    #expect(Array(stage.sink.heard.suffix(5040)).difference(from: b + silence(240)) == nil)
    #expect(stage.sink.heard.count <= 4800 + frames(milliseconds: 1000) + 5040)
  }

  /// Returns when the first utterance had been heard, which by now is gone.
  private func playFirst() throws -> MonotonicInstant {
    let ended = stage.now.advanced(by: .milliseconds(200))
    let first = try stage.speak(whole: a)
    #expect(stage.run(untilEndOf: first))
    return ended
  }

  /// The last that was heard is `b`, from `instant` on, and behind the first was only silence.
  private func expectSecond(at instant: MonotonicInstant) {
    let last = stage.sink.passages.last
    let samples = last?.samples ?? []
    let begin = samples.count - b.count - 240
    #expect(Array(samples.suffix(b.count + 240)).difference(from: b + silence(240)) == nil)
    #expect(samples.prefix(max(0, begin)).allSatisfy { $0 == 0 })
    #expect(last?.start.advanced(by: AudioFormat.speech.duration(of: FrameCount(begin))) == instant)
  }
}
