import AudioDecoding
import AudioTypes
import Testing

@testable import Playback

/// One utterance behind the other.
@Suite struct QueueTests {
  private static let wide = AudioFormat(sampleRate: 44_100, channelCount: 2)

  @Test func theSecondFollowsWithoutAGap() throws {
    let stage = Stage()
    let texts = try (1...3).map { try stage.speak(whole: noise(5000 + Int($0), seed: $0)) }
    let start = stage.now
    #expect(stage.run(untilEndOf: texts[2]))
    let expected = (1...3).flatMap { noise(5000 + $0, seed: UInt64($0)) } + silence(240)
    #expect(stage.sink.heard.difference(from: expected) == nil)
    #expect(stage.sink.passages.count == 1 && stage.sink.drainCount == 1)
    #expect(texts.allSatisfy { $0.end?.isPlayed == true && $0.stallCount == 0 })
    #expect(texts.map { $0.end?.framesHeard.rawValue } == [5001, 5002, 5003])
    let seam = start.advanced(by: AudioFormat.speech.duration(of: FrameCount(5001)))
    #expect(texts[0][.lastAudible] == seam)
    #expect(texts[1][.firstAudible].map { $0 >= seam && $0 < seam.advanced(by: .milliseconds(10)) } == true)
  }

  @Test func theFirstIsOverWhenItWasHeardAndNotLater() throws {
    let stage = Stage()
    let first = try stage.speak(whole: noise(2400))
    let second = try stage.speak()
    stage.run(for: .milliseconds(102))
    #expect(first.end?.isPlayed == true)
    #expect(second.end == nil)
  }

  @Test func whoIsNotReadyIsWaitedForWithoutCountingAStall() throws {
    let stage = Stage()
    let first = try stage.speak(whole: noise(2400))
    let second = try stage.speak(attaches: false)
    stage.run(for: .milliseconds(500))
    stage.attach(second)
    second.write(noise(2400, seed: 2))
    second.finish()
    stage.wake()
    #expect(stage.run(untilEndOf: second))
    #expect(first.stallCount + second.stallCount == 0)
    #expect(stage.sink.passages.count == 2)
    #expect(stage.sink.heard.difference(from: noise(2400) + noise(2400, seed: 2) + silence(240)) == nil)
  }

  @Test func theRingOfTheSecondIsLeftAloneMeanwhile() throws {
    let stage = Stage()
    let first = try stage.speak()
    first.write(noise(2400))
    let second = try stage.speak(whole: noise(24_000, seed: 2))
    stage.run(for: .milliseconds(50))
    #expect(second[.firstAudioDecoded] == nil)
    first.finish()
    stage.wake()
    #expect(stage.run(untilEndOf: second))
  }

  /// What leaves without a sound must not keep the one before it from its end.
  @Test(arguments: ["withdrawn", "stopped", "empty", "broken"])
  func theFirstEndsInTimeAlthoughTheSecondGoesAway(how: String) throws {
    let stage = Stage()
    let samples = noise(2400)
    let first = try stage.speak(whole: samples)
    let second = try stage.speak()
    stage.run(for: .milliseconds(30))
    switch how {
    case "withdrawn": stage.perform(.withdraw(second.id))
    case "stopped": stage.perform(.stop(second.id, fade: .milliseconds(10)))
    case "empty": second.finish()
    default: second.write(bytes: Array(repeating: UInt8(ascii: "{"), count: 100))
    }
    stage.wake()
    stage.run(for: .milliseconds(90))
    #expect(first.end?.isPlayed == true)
    #expect(second.end != nil)
    #expect(stage.sink.heard.difference(from: samples + silence(240)) == nil)
  }

  @Test func anotherFormatWaitsUntilAllWasHeard() throws {
    var script = ScriptedSink.Script()
    script.openingTime = .milliseconds(30)
    let format = try #require(Self.wide)
    let stage = Stage(script)
    let first = try stage.speak(whole: noise(12_000))
    let second = try stage.speak(whole: noise(20_000, seed: 2, channels: 2), format)
    stage.run(for: .milliseconds(550))
    #expect(first.end?.isPlayed == true, "its end does not wait for the second")
    #expect(stage.run(untilEndOf: second))
    #expect(stage.sink.reopenings == [format])
    let passages = stage.sink.passages
    #expect(passages.count == 2)
    #expect(passages[0].samples.difference(from: noise(12_000)) == nil)
    #expect(passages[1].samples.difference(from: noise(20_000, seed: 2, channels: 2) + silence(882)) == nil)
    #expect(second.stallCount == 0 && second.end?.framesHeard == FrameCount(20_000))
    #expect(second[.firstAudible].map { $0 >= passages[1].start } == true)
  }

  @Test func theFirstFormatIsOpenedAtOnce() throws {
    let format = try #require(Self.wide)
    let stage = Stage()
    let utterance = try stage.speak(whole: noise(4410, channels: 2), format)
    #expect(stage.run(untilEndOf: utterance))
    #expect(stage.sink.reopenings == [format])
    #expect(stage.sink.heard.difference(from: noise(4410, channels: 2) + silence(882)) == nil)
  }

  /// The sink does not tell its position right after it started: a short text may be over before.
  @Test func startsAreToldApartBeforeThePositionIsKnown() throws {
    var script = ScriptedSink.Script()
    script.positionDelay = .milliseconds(60)
    let stage = Stage(script)
    let first = try stage.speak(whole: noise(1200))
    let second = try stage.speak(whole: noise(2400, seed: 2))
    let start = stage.now
    #expect(stage.run(untilEndOf: second))
    let seam = start.advanced(by: .milliseconds(50))
    #expect(first[.firstAudible].map { $0 >= start && $0 < seam } == true)
    #expect(second[.firstAudible].map { $0 >= seam && $0 < seam.advanced(by: .milliseconds(10)) } == true)
  }
}
