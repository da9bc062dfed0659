import AudioTypes
import Synchronization
import Testing

@testable import Playback

/// How far a text has been heard, in virtual time.
@Suite struct PositionTests {
  @Test func aTextThatIsThereAsAWholeIsSpokenInProportionToTime() throws {
    let stage = Stage()
    let utterance = try stage.speak(whole: noise(24_000))
    utterance.progress.live.isComplete.store(true, ordering: .releasing)
    var seen: [Int] = []
    while utterance.end == nil, seen.count < 1000 {
      stage.run(for: .milliseconds(50))
      let position = utterance.progress.position(at: stage.now, characterCount: 200)
      let wanted = Int(200 * (position.heard / .seconds(1)))
      #expect(abs(try #require(position.characters) - wanted) <= 1)
      #expect(position.frames == AudioFormat.speech.frameCount(in: position.heard))
      seen.append(wanted)
    }
    let last = utterance.progress.position(at: stage.now, characterCount: 200)
    #expect(last.characters == 200 && last.frames == FrameCount(24_000) && seen.count > 15)
  }

  @Test func whatHasNotComeYetIsReckonedWith() throws {
    let stage = Stage()
    let utterance = try stage.speak()
    utterance.write(noise(24_000))
    stage.noteArrival()
    stage.run(for: .milliseconds(500))
    // 150 characters take ten seconds, as far as anybody knows; half a second of that is heard.
    let position = utterance.progress.position(at: stage.now, characterCount: 150)
    #expect((7...8).contains(position.characters ?? 0))
    let informed = utterance.progress.position(at: stage.now, characterCount: 150, expecting: .seconds(2))
    #expect((36...38).contains(informed.characters ?? 0))
  }

  @Test func aTextThatWasCutShortWasNotAllSpoken() throws {
    let stage = Stage()
    let utterance = try stage.speak()
    utterance.write(noise(24_000))
    utterance.cut()
    stage.wake()
    #expect(stage.run(untilEndOf: utterance))
    let position = utterance.progress.position(at: stage.now, characterCount: 150)
    #expect(position.characters == 15 && position.frames == FrameCount(24_000))
  }

  @Test func withoutATextThereAreNoCharacters() throws {
    let stage = Stage()
    let utterance = try stage.speak(whole: noise(2400))
    stage.run(for: .milliseconds(50))
    #expect(utterance.progress.position(at: stage.now, characterCount: nil).characters == nil)
  }
}
