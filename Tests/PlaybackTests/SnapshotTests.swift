import AudioTypes
import Prebuffering
import Synchronization
import Testing

@testable import Playback

/// What a look at an utterance shows while it runs.
@Suite struct SnapshotTests {
  @Test func whatIsHeardGrowsWithTimeAndWhatIsInHandShrinks() throws {
    let stage = Stage()
    let utterance = try stage.speak(whole: noise(12_000))
    stage.run(for: .milliseconds(100))
    let look = stage.look(at: utterance)
    #expect(look.state == .playing && look.heard == .milliseconds(100) && look.inHand == .milliseconds(400))
    // Nobody has to step for time to pass.
    let later = utterance.progress.snapshot(at: stage.now.advanced(by: .milliseconds(7)))
    #expect(later.heard == .milliseconds(107) && later.inHand == .milliseconds(393))
    #expect(stage.run(untilEndOf: utterance))
    let last = stage.look(at: utterance)
    #expect(last.state == .over && last.heard == .milliseconds(500) && last.inHand == .zero && last.level == nil)
  }

  @Test func theStateFollowsWhatHappens() throws {
    let stage = Stage()
    let utterance = try stage.speak(policy: .fixed(.milliseconds(50)))
    #expect(stage.look(at: utterance).state == .waiting)
    utterance.progress.live.isFetched.store(true, ordering: .releasing)
    #expect(stage.look(at: utterance).state == .connecting)
    utterance.progress.timeline.set(.firstByte, stage.now)
    utterance.write(noise(240))
    stage.noteArrival()
    stage.run(for: .milliseconds(5))
    #expect(stage.look(at: utterance).state == .buffering && stage.look(at: utterance).inHand == .milliseconds(10))
    utterance.write(noise(2160, seed: 2))
    stage.noteArrival()
    stage.run(for: .milliseconds(5))
    #expect(stage.look(at: utterance).state == .playing)
    stage.run(for: .milliseconds(300))
    let dry = stage.look(at: utterance)
    #expect(dry.state == .stalled && dry.heard == .milliseconds(100) && dry.stallCount == 1 && dry.inHand == .zero)
    stage.perform(.stop(utterance.id, fade: .zero))
    #expect(stage.run(untilEndOf: utterance))
    #expect(stage.look(at: utterance).state == .over)
  }

  @Test func aPauseShowsAndHoldsThePlace() throws {
    let stage = Stage()
    let utterance = try stage.speak(whole: noise(12_000))
    stage.run(for: .milliseconds(100))
    stage.perform(.pause)
    stage.run(for: .seconds(3))
    let look = stage.look(at: utterance)
    #expect(look.state == .paused && look.heard == .milliseconds(100) && look.level == nil)
    stage.perform(.resume)
    #expect(stage.look(at: utterance).state == .playing)
    stage.run(for: .milliseconds(50))
    #expect(stage.look(at: utterance).heard == .milliseconds(150))
  }

  @Test func theLevelIsThatOfWhatIsHeard() throws {
    let stage = Stage()
    let tone = (0..<12_000).map { Int16($0 % 2 == 0 ? 16_384 : -16_384) }
    let utterance = try stage.speak(whole: tone + silence(12_000))
    stage.run(for: .milliseconds(300))
    let loud = try #require(stage.look(at: utterance).level)
    #expect(abs(loud + 6.02) < 0.1)
    stage.run(for: .milliseconds(400))
    #expect(stage.look(at: utterance).level == -96)
  }

  @Test func theSecondIsNotHeardBeforeItsTurn() throws {
    let stage = Stage()
    let first = try stage.speak(whole: noise(2400))
    let second = try stage.speak(whole: noise(4800, seed: 2))
    let start = stage.now
    stage.run(for: .milliseconds(50))
    #expect(stage.look(at: second).heard == .zero)
    #expect(stage.run(untilEndOf: second))
    #expect(first.progress.live.firstHeard.map { $0 <= start.advanced(by: .milliseconds(1)) } == true)
    #expect(second.progress.live.firstHeard == start.advanced(by: .milliseconds(100)))
  }

  @Test func soundThatIsLostShows() throws {
    let stage = Stage()
    let utterance = try stage.speak(whole: noise(24_000))
    stage.run(for: .milliseconds(100))
    stage.loseServer(for: .milliseconds(200))
    #expect(stage.look(at: utterance).state == .soundLost)
    #expect(stage.run(untilEndOf: utterance))
  }
}

extension Stage {
  fileprivate func look(at utterance: ScriptedUtterance) -> UtteranceSnapshot { utterance.progress.snapshot(at: now) }
}
