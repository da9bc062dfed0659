import AudioTypes
import Testing

@testable import Playback

/// What lies between two utterances: exactly what was asked for.
@Suite struct SeamTests {
  private let a = noise(4800)
  private let b = noise(4800, seed: 2)

  @Test(arguments: [1, 100, 350, 5000])
  func aPauseIsExactAndNoStall(milliseconds: Int) throws {
    let stage = Stage()
    let pause = Duration.milliseconds(milliseconds)
    let first = try stage.speak(whole: a, after: pause)
    let second = try stage.speak(whole: b, after: pause)
    let start = stage.now
    #expect(stage.run(untilEndOf: second))
    let expected = a + silence(frames(milliseconds: milliseconds)) + b + silence(240)
    #expect(stage.sink.heard.difference(from: expected) == nil)
    #expect(stage.sink.passages.count == 1 && stage.sink.drainCount == 1)
    #expect(first.stallCount + second.stallCount == 0)
    #expect(first.end?.framesHeard == FrameCount(4800) && second.end?.framesHeard == FrameCount(4800))
    #expect(first[.lastAudible] == start.advanced(by: .milliseconds(200)))
    #expect(second.progress.live.firstHeard == start.advanced(by: .milliseconds(200) + pause))
  }

  @Test func whoComesWhileTheLastIsHeardFollowsItWithoutTheSilenceBehindIt() throws {
    let stage = Stage()
    let first = try stage.speak(whole: a)
    stage.run(for: .milliseconds(100))
    #expect(stage.sink.drainCount == 1 && stage.sink.writeIndex == FrameCount(5040))
    let second = try stage.speak(whole: b)
    #expect(stage.run(untilEndOf: second))
    #expect(stage.sink.heard.difference(from: a + b + silence(240)) == nil)
    #expect(stage.sink.passages.count == 1 && stage.sink.lateFrames == .zero)
    #expect(first.end?.isPlayed == true && second.end?.isPlayed == true)
    #expect(first.end?.framesHeard == FrameCount(4800) && second.end?.framesHeard == FrameCount(4800))
  }

  @Test func itsPauseIsMadeUpToItsLength() throws {
    let stage = Stage()
    _ = try stage.speak(whole: a)
    stage.run(for: .milliseconds(100))
    let second = try stage.speak(whole: b, after: .milliseconds(50))
    #expect(stage.run(untilEndOf: second))
    #expect(stage.sink.heard.difference(from: a + silence(1200) + b + silence(240)) == nil)
  }

  @Test(arguments: [250, 1000, 5000])
  func aPauseBeyondTheBufferIsExactForOneThatComesWhileTheLastIsHeard(milliseconds: Int) throws {
    let stage = Stage()
    let first = try stage.speak(whole: a)
    stage.run(for: .milliseconds(100))
    let second = try stage.speak(whole: b, after: .milliseconds(milliseconds))
    #expect(stage.run(untilEndOf: second))
    let expected = a + silence(frames(milliseconds: milliseconds)) + b + silence(240)
    #expect(stage.sink.heard.difference(from: expected) == nil)
    #expect(stage.sink.passages.count == 1)
    #expect(first.end?.isPlayed == true && first.stallCount + second.stallCount == 0)
  }

  @Test func aPauseShorterThanThatSilenceIsExact() throws {
    let stage = Stage()
    _ = try stage.speak(whole: a)
    stage.run(for: .milliseconds(100))
    let second = try stage.speak(whole: b, after: .milliseconds(4))
    #expect(stage.run(untilEndOf: second))
    #expect(stage.sink.heard.difference(from: a + silence(96) + b + silence(240)) == nil)
  }

  @Test func whatIsOnItsWayToTheEarIsLeftAsItIs() throws {
    let stage = Stage()
    _ = try stage.speak(whole: a)
    stage.run(for: .milliseconds(195))
    let second = try stage.speak(whole: b)
    #expect(stage.run(untilEndOf: second))
    #expect(stage.sink.heard.difference(from: a + silence(240) + b + silence(240)) == nil)
    #expect(stage.sink.lateFrames == .zero)
  }

  /// The server answers the drain of the first when the second runs dry, and tells of no underflow.
  @Test func runningDryAfterADrainThatWasOvertakenIsAStall() throws {
    let stage = Stage()
    _ = try stage.speak(whole: a)
    stage.run(for: .milliseconds(100))
    let second = try stage.speak()
    second.write(b)
    stage.noteArrival()
    stage.run(for: .milliseconds(400))
    #expect(second.isStalled && second.stallCount == 1)
    second.write(noise(2400, seed: 3))
    second.finish()
    stage.wake()
    #expect(stage.run(untilEndOf: second))
    #expect(stage.sink.heard.difference(from: a + b + noise(2400, seed: 3) + silence(240)) == nil)
  }

  /// What the sink holds of it by then stays.
  @Test func whoIsStoppedTakesTheRestOfThePauseAlong() throws {
    let stage = Stage()
    let first = try stage.speak(whole: a)
    let second = try stage.speak(whole: b, after: .seconds(1))
    stage.run(for: .milliseconds(150))
    stage.perform(.stop(second.id, fade: .milliseconds(10)))
    #expect(stage.run(untilEndOf: first))
    #expect(Array(stage.sink.heard.prefix(4800)).difference(from: a) == nil)
    #expect(stage.sink.heard.count <= frames(milliseconds: 150 + 200 + 10))
  }

  @Test func soItIsBehindAPauseThatTheDrainCameToo() throws {
    let stage = Stage()
    _ = try stage.speak(whole: a)
    stage.run(for: .milliseconds(100))
    let second = try stage.speak(after: .milliseconds(300))
    second.write(b)
    stage.noteArrival()
    stage.run(for: .milliseconds(800))
    #expect(second.isStalled && second.stallCount == 1)
    second.finish()
    stage.wake()
    #expect(stage.run(untilEndOf: second))
    #expect(stage.sink.heard.difference(from: a + silence(7200) + b + silence(240)) == nil)
  }
}
