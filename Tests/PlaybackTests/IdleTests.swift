import AudioTypes
import PulseOutput
import Testing

@testable import Playback

/// A stream with nothing to play stands still after a while, and is awake again before it is needed.
@Suite struct IdleTests {
  @Test func itSleepsAfterTheLimitAndNotBefore() throws {
    let stage = Stage()
    stage.perform(.setVolume(1))
    stage.run(for: .milliseconds(9_999))
    #expect(!isCorked(stage))
    stage.run(for: .milliseconds(1))
    #expect(isCorked(stage))
    let steps = stage.stepCount
    stage.run(for: .seconds(60))
    #expect(stage.stepCount == steps, "nothing wakes the thread of a stream that sleeps")
  }

  @Test func aNewUtteranceWakesItBeforeItsBytesCome() throws {
    let stage = Stage()
    stage.run(for: .seconds(20))
    let utterance = try stage.speak()
    #expect(!isCorked(stage) && utterance[.firstWrite] == nil)
    stage.run(for: .milliseconds(150))
    let arrival = stage.now
    utterance.write(noise(2400))
    utterance.finish()
    stage.wake()
    #expect(stage.run(untilEndOf: utterance))
    #expect(utterance[.firstAudible].map { $0 < arrival.advanced(by: .milliseconds(12)) } == true)
    #expect(stage.sink.heard.difference(from: noise(2400) + silence(240)) == nil)
  }

  @Test func whoPreparesWakesItForAsLongAgain() throws {
    let stage = Stage()
    stage.perform(.setVolume(1))
    stage.run(for: .seconds(20))
    #expect(isCorked(stage))
    stage.perform(.stayAwake)
    #expect(!isCorked(stage))
    stage.run(for: .milliseconds(9_999))
    #expect(!isCorked(stage))
    stage.run(for: .milliseconds(1))
    #expect(isCorked(stage))
  }

  @Test func theLimitCountsFromTheEndOfTheLastUtterance() throws {
    let stage = Stage()
    stage.run(for: .seconds(9))
    let utterance = try stage.speak(whole: noise(24_000))
    #expect(stage.run(untilEndOf: utterance))
    stage.run(for: .seconds(9))
    #expect(!isCorked(stage))
    stage.run(for: .seconds(2))
    #expect(isCorked(stage))
  }

  @Test func anUtteranceThatWaitsForItsBytesIsNotIdle() throws {
    let stage = Stage()
    let utterance = try stage.speak()
    stage.run(for: .seconds(30))
    #expect(!isCorked(stage))
    stage.perform(.withdraw(utterance.id))
    stage.run(for: .seconds(11))
    #expect(isCorked(stage))
  }

  @Test func pausedItSleepsOnWhenSomethingCame() throws {
    let stage = Stage()
    stage.run(for: .seconds(20))
    stage.perform(.pause)
    let utterance = try stage.speak(whole: noise(2400))
    stage.run(for: .seconds(1))
    #expect(isCorked(stage) && utterance.framesWritten == 0)
    stage.perform(.resume)
    #expect(stage.run(untilEndOf: utterance))
    #expect(stage.sink.heard.difference(from: noise(2400) + silence(240)) == nil)
  }

  @Test func aSinkThatFailedIsLeftAlone() throws {
    let stage = Stage()
    stage.run(for: .seconds(1))
    stage.sink.fail(.output(.connectionLost))
    stage.run(for: .seconds(6))
    let steps = stage.stepCount
    stage.run(for: .seconds(60))
    #expect(stage.stepCount == steps && !isCorked(stage))
  }

  /// A function, because `#expect` cannot look into what is not copyable.
  private func isCorked(_ stage: Stage) -> Bool { stage.sink.isCorked }

  @Test func aServerThatEndsEachStreamItOpensIsGivenUp() throws {
    let stage = Stage()
    stage.sink.script.comesBack = true
    stage.perform(.setVolume(1))
    for _ in 0..<3000 {
      if case .ready = stage.sink.state { stage.sink.fail(Stage.lost) }
      stage.run(for: .milliseconds(10))
    }
    #expect((5...30).contains(stage.sink.reconnections))
    #expect(stage.engine.fault?.remedy == .givenUp && stage.engine.setback != nil)
    let utterance = try stage.speak(whole: noise(2400))
    #expect(stage.run(untilEndOf: utterance))
    #expect(utterance.end?.isPlayed == true)
  }

  @Test(arguments: [true, false]) func aStreamThatPlayedOrStoodForLongIsBelieved(plays: Bool) throws {
    let stage = Stage()
    stage.perform(.setVolume(1))
    stage.loseServer(for: .seconds(4))
    stage.run(for: .seconds(1))
    #expect(stage.engine.isSoundCertain)
    if plays {
      let utterance = try stage.speak(whole: noise(2400))
      #expect(stage.run(untilEndOf: utterance))
    } else {
      stage.run(for: .seconds(5))
    }
    stage.loseServer(for: .seconds(4))
    stage.run(for: .seconds(1))
    #expect(stage.engine.isSoundCertain && stage.engine.setback == nil)
  }
}
