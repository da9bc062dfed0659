import AudioDecoding
import AudioTypes
import PulseOutput
import Testing

@testable import Playback

/// How an utterance ends by itself, and what keeps it from it.
@Suite struct EndTests {
  @Test func allIsHeardAndTenMillisecondsOfSilence() throws {
    let stage = Stage()
    let samples = noise(7777)
    let start = stage.now
    let utterance = try stage.speak(whole: samples)
    #expect(stage.run(untilEndOf: utterance))
    #expect(stage.sink.heard.difference(from: samples + silence(240)) == nil)
    #expect(stage.sink.drainCount == 1)
    #expect(utterance.end?.isPlayed == true)
    #expect(utterance.end?.framesHeard == FrameCount(7777))
    #expect(utterance.framesWritten == 7777)
    #expect(utterance[.lastAudible] == start.advanced(by: AudioFormat.speech.duration(of: FrameCount(7777))))
    #expect(stage.engine.playouts.isEmpty)
  }

  @Test func aDrainThatIsNeverAnsweredIsNotWaitedFor() throws {
    var script = ScriptedSink.Script()
    script.answersDrains = false
    let stage = Stage(script)
    let start = stage.now
    let utterance = try stage.speak(whole: noise(2400))
    #expect(stage.run(untilEndOf: utterance))
    #expect(utterance.end?.isPlayed == true)
    #expect(start.duration(to: stage.now) <= .milliseconds(110 + 501))
    #expect(utterance[.lastAudible] == start.advanced(by: .milliseconds(100)))
  }

  @Test func anAnswerToAnEarlierDrainSaysNothing() throws {
    let stage = Stage()
    let first = try stage.speak(whole: noise(2400))
    stage.run(for: .milliseconds(20))
    let second = try stage.speak()
    second.write(noise(2400, seed: 2))
    stage.noteArrival()
    stage.run(for: .milliseconds(1))
    stage.sink.inject(SinkEvents(drained: true))
    stage.run(for: .milliseconds(1))
    #expect(first.end == nil)
    second.finish()
    stage.wake()
    #expect(stage.run(untilEndOf: second))
    #expect(first.end?.isPlayed == true && second.end?.isPlayed == true)
  }

  @Test func nothingAtAllEndsAtOnce() throws {
    let stage = Stage()
    let utterance = try stage.speak(whole: [])
    stage.run(for: .milliseconds(1))
    #expect(utterance.end?.isPlayed == true && utterance.end?.framesHeard == .zero)
    #expect(stage.sink.writeIndex == .zero)
  }

  @Test func anOddByteAtTheEndIsNotPlayedButTold() throws {
    let stage = Stage()
    let samples = noise(2400)
    let utterance = try stage.speak()
    utterance.write(samples)
    utterance.write(bytes: [7])
    utterance.finish()
    stage.wake()
    #expect(stage.run(untilEndOf: utterance))
    #expect(utterance.end?.isCutShort == true)
    #expect(stage.sink.heard.difference(from: samples + silence(240)) == nil)
  }

  @Test func whatCameBeforeTheConnectionBrokeIsHeard() throws {
    let stage = Stage()
    let samples = noise(2400)
    let utterance = try stage.speak()
    utterance.write(samples)
    utterance.cut()
    stage.wake()
    #expect(stage.run(untilEndOf: utterance))
    #expect(utterance.end?.isCutShort == true && utterance.end?.framesHeard == FrameCount(2400))
    #expect(stage.sink.heard.difference(from: samples + silence(240)) == nil)
  }

  @Test func aSinkThatNeverStoodEndsAllAtOnce() throws {
    var script = ScriptedSink.Script()
    script.openingTime = .milliseconds(50)
    let stage = Stage(script)
    let first = try stage.speak(whole: noise(24_000))
    let second = try stage.speak(attaches: false)
    stage.sink.fail(.output(.noServer(address: nil)))
    stage.run(for: .milliseconds(1))
    let third = try stage.speak(whole: noise(24))
    for utterance in [first, second, third] {
      guard case .output(.noServer)? = utterance.end?.error else {
        Issue.record("\(String(describing: utterance.end?.cause))")
        continue
      }
      #expect(utterance.end?.framesHeard == .zero && utterance.progress.soundRecoveries.count == 0)
    }
    stage.run(for: .seconds(60))
    #expect(stage.sink.reconnections == 0)
  }

  @Test func whatFailsWhileDrainingWasNotHeardToItsEnd() throws {
    let stage = Stage()
    let utterance = try stage.speak(whole: noise(frames(milliseconds: 150)))
    stage.run(for: .milliseconds(50))
    stage.sink.fail(.output(.connectionLost))
    stage.run(for: .seconds(6))
    #expect(utterance.end?.error != nil)
    #expect(utterance.end.map { $0.framesHeard <= FrameCount(frames(milliseconds: 52)) } == true)
  }

  @Test func aSinkThatStandsStillIsGivenUpAfterFiveSeconds() throws {
    let stage = Stage()
    stage.sink.script.comesBack = true
    let utterance = try stage.speak(whole: noise(24_000))
    stage.run(for: .milliseconds(100))
    stage.sink.script.standsStill = true
    stage.run(for: .milliseconds(4800))
    #expect(utterance.end == nil)
    stage.run(for: .milliseconds(800))
    guard case .outputStalled? = utterance.end?.error else {
      Issue.record("\(String(describing: utterance.end?.cause))")
      return
    }
    #expect(stage.stepCount < 200)
  }

  @Test func aMachineThatWasAsleepIsNoFaultOfTheSink() throws {
    let stage = Stage()
    let utterance = try stage.speak(whole: noise(24_000))
    stage.run(for: .milliseconds(100))
    stage.sink.script.standsStill = true
    stage.sleep(for: .seconds(60))
    stage.run(for: .milliseconds(2))
    stage.sink.script.standsStill = false
    #expect(stage.run(untilEndOf: utterance))
    #expect(utterance.end?.isPlayed == true)
  }

  @Test func withdrawnBeforeAnyBytes() throws {
    let stage = Stage()
    let utterance = try stage.speak(attaches: false)
    stage.perform(.withdraw(utterance.id))
    #expect(utterance.end?.isWithdrawn == true && utterance.end?.framesHeard == .zero)
  }

  @Test func aPageInPlaceOfAudioEndsOnlyItsUtterance() throws {
    let stage = Stage()
    let samples = noise(4800)
    let first = try stage.speak(whole: samples)
    let page = try stage.speak()
    let last = try stage.speak(whole: noise(2400, seed: 2))
    page.write(bytes: Array("<html><body>502 Bad Gateway</body></html>".utf8))
    stage.noteArrival()
    #expect(stage.run(untilEndOf: last))
    guard case .decoding(.notAudio(.html, _))? = page.end?.error else {
      Issue.record("\(String(describing: page.end?.cause))")
      return
    }
    #expect(page.isReaderGone)
    #expect(first.end?.isPlayed == true && last.end?.isPlayed == true)
    #expect(stage.sink.heard.difference(from: samples + noise(2400, seed: 2) + silence(240)) == nil)
  }

  @Test func shuttingDownEndsAll() throws {
    let stage = Stage()
    let utterances = [try stage.speak(whole: noise(24_000)), try stage.speak(attaches: false)]
    stage.run(for: .milliseconds(50))
    stage.perform(.shutDown)
    #expect(utterances.allSatisfy { $0.end?.isStopped == true })
    #expect(stage.engine.isShutDown)
  }
}
