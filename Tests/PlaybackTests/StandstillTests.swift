import AudioTypes
import PulseOutput
import Testing

@testable import Playback

/// A sink that is there and does not play: what is waited for, what is begun anew, and for how long.
@Suite struct StandstillTests {
  /// To reconnect would let it play twice what it still has.
  @Test(arguments: [300, 700, 3000]) func aFrozenServerIsWaitedFor(milliseconds: Int) throws {
    let stage = Stage()
    let samples = noise(24_000)
    let utterance = try stage.speak(whole: samples)
    stage.run(for: .milliseconds(333))
    stage.sink.setFrozen(true)
    stage.run(for: .milliseconds(milliseconds))
    stage.sink.setFrozen(false)
    #expect(stage.run(untilEndOf: utterance))
    #expect(stage.sink.heard.difference(from: samples + silence(240)) == nil)
    #expect(stage.sink.reconnections == 0 && utterance.stallCount == 0)
    let recoveries = utterance.progress.soundRecoveries.snapshot
    #expect(recoveries.map(\.cause) == (milliseconds > 500 ? [.serverSilent] : []))
    for recovery in recoveries {
      #expect(abs((recovery.duration - .milliseconds(milliseconds)) / .milliseconds(1)) <= 260)
    }
  }

  @Test func nothingThatAFrozenServerHoldsCountsAsHeard() throws {
    let stage = Stage()
    let first = try stage.speak(whole: noise(frames(milliseconds: 50)))
    let second = try stage.speak(whole: noise(24_000, seed: 2))
    stage.run(for: .milliseconds(20))
    stage.sink.setFrozen(true)
    stage.run(for: .seconds(3))
    #expect(first.end == nil)
    stage.sink.setFrozen(false)
    #expect(stage.run(untilEndOf: second))
    #expect(first.end?.isPlayed == true && second.end?.isPlayed == true)
    #expect(stage.sink.heard.difference(from: noise(1200) + noise(24_000, seed: 2) + silence(240)) == nil)
  }

  @Test func aServerThatStaysFrozenIsGivenUp() throws {
    let stage = Stage()
    let utterance = try stage.speak(whole: noise(24_000))
    stage.run(for: .milliseconds(100))
    stage.sink.setFrozen(true)
    stage.run(for: .milliseconds(4800))
    #expect(utterance.end == nil && stage.sink.reconnections == 0)
    stage.run(for: .milliseconds(800))
    guard case .outputStalled(after: .seconds(5))? = utterance.end?.error else {
      Issue.record("\(String(describing: utterance.end?.cause))")
      return
    }
    #expect(stage.sink.reconnections >= 1, "what it holds must not come out later")
    #expect(stage.stepCount < 200)
  }

  @Test func stoppingWhileItIsFrozenEndsAtOnce() throws {
    let stage = Stage()
    let utterance = try stage.speak(whole: noise(24_000))
    stage.run(for: .milliseconds(100))
    stage.sink.setFrozen(true)
    stage.run(for: .seconds(1))
    stage.perform(.stop(utterance.id, fade: .milliseconds(10)))
    #expect(utterance.end?.isStopped == true)
  }

  @Test func aSuspendedDeviceIsWaitedFor() throws {
    let stage = Stage()
    let samples = noise(24_000)
    let utterance = try stage.speak(whole: samples)
    stage.run(for: .milliseconds(333))
    stage.sink.setSuspended(true)
    stage.run(for: .seconds(3))
    stage.sink.setSuspended(false)
    #expect(stage.run(untilEndOf: utterance))
    #expect(stage.sink.heard.difference(from: samples + silence(240)) == nil)
    #expect(stage.sink.reconnections == 0)
    #expect(utterance.progress.soundRecoveries.snapshot.map(\.cause) == [.deviceSuspended])
  }

  @Test func aStreamThatIsStuckIsBegunAnew() throws {
    let stage = Stage()
    stage.sink.script.comesBack = true
    let samples = noise(24_000)
    let utterance = try stage.speak(whole: samples)
    stage.run(for: .milliseconds(333))
    stage.sink.script.standsStill = true
    stage.run(for: .milliseconds(800))
    #expect(stage.sink.reconnections == 1)
    stage.sink.script.standsStill = false
    #expect(stage.run(untilEndOf: utterance))
    #expect(stage.sink.heard.difference(from: samples + silence(240)) == nil)
    #expect(utterance.progress.soundRecoveries.snapshot.map(\.cause) == [.streamStuck])
  }

  /// An idle null sink works two seconds ahead.
  @Test func aStreamMayTakeItsTimeToBegin() throws {
    let stage = Stage()
    stage.sink.script.standsStill = true
    let utterance = try stage.speak(whole: noise(2400))
    stage.run(for: .seconds(2))
    stage.sink.script.standsStill = false
    #expect(stage.run(untilEndOf: utterance))
    #expect(stage.sink.reconnections == 0 && utterance.progress.soundRecoveries.count == 0)
  }

  @Test func aPauseIsNoStandstill() throws {
    let stage = Stage()
    let utterance = try stage.speak(whole: noise(24_000))
    stage.run(for: .milliseconds(100))
    stage.sink.setFrozen(true)
    stage.run(for: .seconds(1))
    stage.perform(.pause)
    stage.run(for: .seconds(30))
    stage.sink.setFrozen(false)
    stage.perform(.resume)
    #expect(stage.run(untilEndOf: utterance))
    #expect(utterance.end?.isPlayed == true)
    #expect(utterance.progress.soundRecoveries.snapshot.allSatisfy { $0.duration < .seconds(2) })
  }
}
