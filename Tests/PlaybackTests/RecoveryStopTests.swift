import AudioTypes
import Testing

@testable import Playback

/// Stopping utterances while the sound server is away.
@Suite struct RecoveryStopTests {
  @Test func whoIsStoppedMeanwhileIsNotHeardAndTheFollowerIs() throws {
    let stage = Stage()
    let texts = try (1...3).map { try stage.speak(whole: noise(frames(milliseconds: 60), seed: $0)) }
    stage.run(for: .milliseconds(20))
    stage.sink.script.comesBack = false
    stage.sink.fail(Stage.lost)
    stage.run(for: .milliseconds(30))
    stage.perform(.stop(texts[1].id, fade: .milliseconds(10)))
    #expect(texts[1].end?.isStopped == true && texts[1].end?.framesHeard == .zero)
    stage.sink.script.comesBack = true
    #expect(stage.run(untilEndOf: texts[2]))
    #expect(stage.sink.heard.difference(from: noise(1440, seed: 1) + noise(1440, seed: 3) + silence(240)) == nil)
    #expect(texts[0].end?.isPlayed == true && texts[2].end?.isPlayed == true)
  }

  @Test func theOneThatSoundedIsStoppedMeanwhile() throws {
    let stage = Stage()
    let first = try stage.speak(whole: noise(24_000))
    let second = try stage.speak(whole: noise(2400, seed: 2))
    stage.run(for: .milliseconds(100))
    stage.sink.script.comesBack = false
    stage.sink.fail(Stage.lost)
    stage.run(for: .milliseconds(30))
    stage.perform(.stop(first.id, fade: .milliseconds(10)))
    #expect(first.end?.isStopped == true && first.end?.framesHeard == FrameCount(2400))
    #expect(first.progress.soundRecoveries.endedCount == 1)
    stage.sink.script.comesBack = true
    #expect(stage.run(untilEndOf: second))
    #expect(stage.sink.heard.difference(from: noise(24_000).prefix(2400) + noise(2400, seed: 2) + silence(240)) == nil)
  }

  @Test func allAreStoppedMeanwhile() throws {
    let stage = Stage()
    let texts = try (1...3).map { try stage.speak(whole: noise(frames(milliseconds: 60), seed: $0)) }
    stage.run(for: .milliseconds(20))
    stage.loseServer(for: .milliseconds(1))
    stage.perform(.stop(nil, fade: .milliseconds(10)))
    #expect(texts.allSatisfy { $0.end?.isStopped == true })
    stage.run(for: .seconds(1))
    #expect(stage.engine.isSoundCertain)
    let heard = stage.sink.heard
    #expect(Array(heard.prefix(480)).difference(from: Array(noise(1440, seed: 1).prefix(480))) == nil)
    #expect(heard.dropFirst(480).allSatisfy { $0 == 0 })
  }

  @Test func whatIsFadingWhenTheServerGoesIsOver() throws {
    let stage = Stage()
    let first = try stage.speak(whole: noise(24_000))
    let second = try stage.speak(whole: noise(2400, seed: 2))
    stage.run(for: .milliseconds(100))
    stage.perform(.stop(first.id, fade: .milliseconds(50)))
    stage.run(for: .milliseconds(20))
    stage.loseServer(for: .milliseconds(50))
    #expect(first.end?.isStopped == true)
    #expect(stage.run(untilEndOf: second))
    #expect(Array(stage.sink.heard.suffix(2640)).difference(from: noise(2400, seed: 2) + silence(240)) == nil)
    #expect(stage.sink.heard.count <= frames(milliseconds: 125) + 2640)
  }
}
