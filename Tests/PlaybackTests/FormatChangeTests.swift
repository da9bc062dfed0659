import AudioDecoding
import AudioTypes
import Prebuffering
import PulseHarness
import Testing

@testable import Playback

/// MP3, and joined files that each have a rate of their own.
@Suite struct FormatChangeTests {
  private static let wide = AudioFormat(sampleRate: 44_100, channelCount: 1)

  private static func encode(_ samples: [Int16], kilohertz: String) throws -> [UInt8] {
    let run = try ProgramRun(
      "/usr/bin/lame", ["--quiet", "-r", "-s", kilohertz, "-m", "m", "--cbr", "-b", "64", "-", "-"],
      input: samples.littleEndianBytes)
    return try run.wait().output
  }

  /// What the decoder makes of `bytes`, by format.
  private static func decode(_ bytes: [UInt8]) throws -> [(format: AudioFormat, samples: [Int16])] {
    var decoder = try StreamDecoder(.mp3)
    var parts: [(format: AudioFormat, samples: [Int16])] = []
    func take(_ block: borrowing Span<Int16>, _ format: AudioFormat) {
      if parts.last?.format != format { parts.append((format, [])) }
      for index in block.indices { parts[parts.count - 1].samples.append(block[index]) }
    }
    var rest = bytes[...]
    while !rest.isEmpty {
      try decoder.feed(unsafe Array(rest.prefix(4096)).span.bytes)
      rest = rest.dropFirst(4096)
      while try decoder.nextBlock({ take($0, $1) }) {}
    }
    decoder.finish()
    while try decoder.nextBlock({ take($0, $1) }) {}
    return parts
  }

  private static func joined() throws -> (first: [UInt8], second: [UInt8]) {
    (
      try encode(noise(9600), kilohertz: "24"), try encode(noise(22_050, seed: 2), kilohertz: "44.1")
    )
  }

  @Test func mp3IsHeardAsItIsDecoded() throws {
    let bytes = try Self.encode(noise(12_000), kilohertz: "24")
    let stage = Stage()
    let utterance = try stage.speak(.mp3)
    utterance.write(bytes: Array(bytes[..<1200]))
    for start in stride(from: 1200, to: bytes.count, by: 400) {
      utterance.write(bytes: Array(bytes[start..<min(start + 400, bytes.count)]))
      stage.noteArrival()
      stage.run(for: .milliseconds(25))
    }
    utterance.finish()
    stage.wake()
    #expect(stage.run(untilEndOf: utterance))
    let decoded = try Self.decode(bytes)
    #expect(stage.sink.heard.difference(from: decoded.flatMap(\.samples) + silence(240)) == nil)
    #expect(utterance.end?.isPlayed == true && utterance.stallCount == 0)
  }

  @Test func joinedFilesOfTwoRatesAreBothHeardWhole() throws {
    let (first, second) = try Self.joined()
    let parts = try Self.decode(first + second)
    try #require(parts.count == 2)
    var script = ScriptedSink.Script()
    script.openingTime = .milliseconds(30)
    let stage = Stage(script)
    let utterance = try stage.speak(.mp3)
    utterance.write(bytes: first + second)
    utterance.finish()
    stage.wake()
    #expect(stage.run(untilEndOf: utterance))
    #expect(stage.sink.reopenings == [parts[1].format])
    try #require(stage.sink.passages.count == 2)
    #expect(stage.sink.passages[0].samples.difference(from: parts[0].samples) == nil)
    #expect(stage.sink.passages[1].samples.difference(from: parts[1].samples + silence(441)) == nil)
    #expect(utterance.stallCount == 0)
    #expect(utterance.end?.isPlayed == true)
    #expect(utterance.end?.framesHeard.rawValue == parts[0].samples.count + parts[1].samples.count)
  }

  @Test func aStallAtTheJointIsOverWithTheOtherRate() throws {
    let (first, second) = try Self.joined()
    let stage = Stage()
    let utterance = try stage.speak(.mp3, policy: .fixed(.milliseconds(300)))
    utterance.write(bytes: first)
    stage.noteArrival()
    stage.run(for: .seconds(1))
    #expect(utterance.stallCount == 1 && utterance.isStalled)
    utterance.write(bytes: second)
    utterance.finish()
    stage.wake()
    #expect(stage.run(untilEndOf: utterance))
    #expect(utterance.end?.isPlayed == true && utterance.stallCount == 1 && !utterance.isStalled)
    #expect(stage.sink.reopenings.count == 1)
  }

  @Test func stoppingInTheSecondPart() throws {
    let (first, second) = try Self.joined()
    let parts = try Self.decode(first + second)
    let stage = Stage()
    let utterance = try stage.speak(.mp3)
    utterance.write(bytes: first + second)
    utterance.finish()
    stage.wake()
    for _ in 0..<2000 where stage.sink.passages.count < 2 { stage.run(for: .milliseconds(1)) }
    stage.run(for: .milliseconds(100))
    stage.perform(.stop(utterance.id, fade: .milliseconds(10)))
    #expect(stage.run(untilEndOf: utterance, limit: .milliseconds(30)))
    #expect(utterance.end?.isStopped == true)
    let heard = try #require(utterance.end?.framesHeard.rawValue)
    let second100 = parts[0].samples.count + 4410
    #expect((second100...second100 + 44 * 20).contains(heard))
  }

  @Test func stoppingBetweenTheParts() throws {
    let (first, second) = try Self.joined()
    var script = ScriptedSink.Script()
    script.openingTime = .milliseconds(50)
    let stage = Stage(script)
    let utterance = try stage.speak(.mp3)
    utterance.write(bytes: first + second)
    utterance.finish()
    stage.wake()
    for _ in 0..<2000 where stage.sink.reopenings.isEmpty { stage.run(for: .milliseconds(1)) }
    stage.perform(.pause)
    stage.perform(.stop(utterance.id, fade: .milliseconds(10)))
    #expect(utterance.end?.isStopped == true)
    #expect(utterance.end?.framesHeard.rawValue == (try Self.decode(first).map(\.samples.count).reduce(0, +)))
    stage.perform(.resume)
    let next = try stage.speak(whole: noise(2400))
    #expect(stage.run(untilEndOf: next))
    #expect(next.end?.isPlayed == true)
  }

  /// What is reckoned to be heard is ahead of what the server told.
  @Test(arguments: [0, 10, 250, 1000])
  func theFirstOfTwoUtterancesIsOverBeforeTheStreamIsReopened(toldEvery milliseconds: Int) throws {
    let wide = try #require(Self.wide)
    var script = ScriptedSink.Script()
    script.positionInterval = .milliseconds(milliseconds)
    let stage = Stage(script)
    let first = try stage.speak(whole: noise(2400))
    let second = try stage.speak(whole: noise(4410, seed: 2), wide)
    for _ in 0..<300 where stage.sink.reopenings.isEmpty { stage.run(for: .milliseconds(1)) }
    #expect(first.end?.isPlayed == true && first.end?.framesHeard == FrameCount(2400))
    #expect(stage.run(untilEndOf: second))
    #expect(second.end?.isPlayed == true && stage.sink.reopenings == [wide])
    let expected = noise(2400) + noise(4410, seed: 2) + silence(441)
    #expect(stage.sink.heard.difference(from: expected) == nil)
    #expect(stage.stepCount < 40)
  }

  @Test func aServerThatFreezesBeforeTheChangeKeepsTheEndOfTheFirst() throws {
    let wide = try #require(Self.wide)
    var script = ScriptedSink.Script()
    script.positionInterval = .milliseconds(250)
    let stage = Stage(script)
    let first = try stage.speak(whole: noise(7200))
    let second = try stage.speak(whole: noise(4410, seed: 2), wide)
    stage.run(for: .milliseconds(200))
    stage.sink.setFrozen(true)
    stage.run(for: .seconds(2))
    #expect(stage.sink.reopenings.isEmpty && first.end == nil && stage.stepCount < 40)
    stage.sink.setFrozen(false)
    #expect(stage.run(untilEndOf: second))
    #expect(first.end?.isPlayed == true && second.end?.isPlayed == true)
    #expect(first.progress.soundRecoveries.snapshot.map(\.cause) == [.serverSilent])
    let expected = noise(7200) + noise(4410, seed: 2) + silence(441)
    #expect(stage.sink.heard.difference(from: expected) == nil)
  }

  @Test func theSilenceBehindTheFirstIsNotWaitedForWhenTheServerFreezes() throws {
    let wide = try #require(Self.wide)
    var script = ScriptedSink.Script()
    script.positionInterval = .seconds(10)
    let stage = Stage(script)
    let first = try stage.speak(whole: noise(2400))
    stage.run(for: .milliseconds(50))
    let second = try stage.speak(whole: noise(4410, seed: 2), wide)
    stage.run(for: .milliseconds(52))
    stage.wake()
    stage.run(for: .milliseconds(2))
    #expect(first.end?.isPlayed == true && stage.sink.reopenings.isEmpty)
    stage.sink.setFrozen(true)
    stage.run(for: .milliseconds(20))
    #expect(stage.sink.reopenings == [wide])
    stage.sink.setFrozen(false)
    #expect(stage.run(untilEndOf: second))
    #expect(second.end?.isPlayed == true)
  }
}
