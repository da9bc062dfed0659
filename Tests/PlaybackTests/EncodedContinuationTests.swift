import AudioDecoding
import AudioTypes
import PulseHarness
import Seaming
import Testing

@testable import Playback

/// A stream that breaks off, and the same utterance in another encoding.
@Suite struct EncodedContinuationTests {
  /// Noise under a slow swell, smooth enough for LAME to keep most of it.
  private static let samples: [Int16] = {
    var smooth = 0
    return noise(48_000).enumerated().map { index, sample in
      smooth += (Int(sample) - smooth) / 6
      return Int16(clamping: smooth * (600 + index % 4000 / 4) / 1000)
    }
  }()

  private static func encode(kilobits: Int) throws -> [UInt8] {
    let run = try ProgramRun(
      "/usr/bin/lame",
      ["--quiet", "-r", "-s", "24", "--resample", "24", "-m", "m", "--cbr", "-b", "\(kilobits)", "-t", "-", "-"],
      input: samples.littleEndianBytes)
    return try run.wait().output
  }

  /// What is heard of `first` cut behind `byte` and continued with `second`.
  private static func play(
    _ first: [UInt8], cut byte: Int, _ second: [UInt8], _ encoding: AudioEncoding = .mp3
  ) throws -> (heard: [Int16], seam: Seam?, utterance: ScriptedUtterance, stage: Stage) {
    let stage = Stage()
    let utterance = try stage.speakContinued(.mp3)
    utterance.write(bytes: Array(first[..<byte]))
    utterance.cut()
    stage.wake()
    stage.run(for: .milliseconds(20))
    let continuation = try stage.attachContinuation(to: utterance, encoding)
    continuation.write(bytes: second)
    continuation.finish()
    stage.wake()
    #expect(stage.run(untilEndOf: utterance))
    #expect(utterance.end?.isPlayed == true && utterance.stallCount == 0)
    return (stage.sink.heard, utterance.progress.seam.snapshot, utterance, stage)
  }

  private static func uncut(_ bytes: [UInt8]) throws -> [Int16] {
    let stage = Stage()
    let utterance = try stage.speak(.mp3)
    utterance.write(bytes: bytes)
    utterance.finish()
    stage.wake()
    #expect(stage.run(untilEndOf: utterance))
    return stage.sink.heard
  }

  @Test(arguments: [1, 500, 2000, 7001, 12_345, 15_000])
  func theSameMP3GoesOnAsIfItHadNotBeenCut(byte: Int) throws {
    let bytes = try Self.encode(kilobits: 64)
    let played = try Self.play(bytes, cut: byte, bytes)
    #expect(played.heard.difference(from: try Self.uncut(bytes)) == nil)
    #expect(played.seam?.crossfade == .zero)
  }

  @Test(arguments: [700, 1500, 3000, 7001, 12_345, 15_000])
  func anMP3OfAnotherRateGoesOnWithoutAClick(byte: Int) throws {
    let (first, second) = (try Self.encode(kilobits: 64), try Self.encode(kilobits: 128))
    let played = try Self.play(first, cut: byte, second)
    let seam = try #require(played.seam)
    #expect(seam.basis == .correlation && seam.correlation > 0.9)
    #expect(abs(seam.lag.milliseconds) < 25, "\(seam)")
    let cut = AudioFormat.speech.frameCount(in: seam.position).rawValue
    let (whole, other) = (try Self.uncut(first), try Self.uncut(second))
    #expect(Array(played.heard.prefix(cut)).difference(from: Array(whole[..<cut])) == nil)
    let lag = Int((seam.lag.milliseconds * 24).rounded())
    #expect(Array(played.heard.dropFirst(cut + 96)).difference(from: Array(other.dropFirst(cut + lag + 96))) == nil)
    let around = max(cut - 2400, 0)..<cut + 2400
    let (own, atSeam) = (Self.largestBend(whole, around), Self.largestBend(played.heard, cut - 2..<cut + 98))
    #expect(atSeam <= own, "a bend of \(atSeam) where the sound has at most \(own): \(seam)")
    // The continuation says what the first would have said, to the millisecond and closer.
    let error = zip(played.heard[cut..<cut + 2400], whole[cut...]).reduce(0.0) { $0 + Self.pow2(Int($1.0) - Int($1.1)) }
    let energy = whole[cut..<cut + 2400].reduce(0.0) { $0 + Self.pow2(Int($1)) }
    #expect(error < energy / 10)
  }

  @Test func pcmGoesOnWhereAnMP3BrokeOff() throws {
    let first = try Self.encode(kilobits: 64)
    let played = try Self.play(first, cut: 9000, Self.samples.littleEndianBytes, .pcm(.speech))
    let seam = try #require(played.seam)
    #expect(seam.basis == .correlation && abs(seam.lag.milliseconds) < 25)
    let cut = AudioFormat.speech.frameCount(in: seam.position).rawValue
    let lag = Int((seam.lag.milliseconds * 24).rounded())
    #expect(
      Array(played.heard.dropFirst(cut + 96)).difference(from: Self.samples.dropFirst(cut + lag + 96) + silence(240))
        == nil)
  }

  @Test func anotherRateGoesOnAtItsTimeInAStreamOfItsOwn() throws {
    let wide = try #require(AudioFormat(sampleRate: 48_000, channelCount: 1))
    let second = noise(96_000, seed: 3)
    let played = try Self.play(
      try Self.encode(kilobits: 64), cut: 9000, second.littleEndianBytes, .pcm(wide))
    let seam = try #require(played.seam)
    #expect(seam.basis == .position && seam.lag == .zero)
    #expect(played.stage.sink.reopenings == [wide])
    let cut = AudioFormat.speech.frameCount(in: seam.position).rawValue
    try #require(played.stage.sink.passages.count == 2)
    #expect(played.stage.sink.passages[0].samples.count == cut)
    #expect(played.stage.sink.passages[1].samples.difference(from: second[(2 * cut)...] + silence(480)) == nil)
  }

  /// The second difference of a signal is what is heard as a click.
  private static func largestBend(_ samples: [Int16], _ range: Range<Int>) -> Int {
    range.dropFirst().dropLast().map { abs(Int(samples[$0 - 1]) - 2 * Int(samples[$0]) + Int(samples[$0 + 1])) }
      .max() ?? 0
  }

  private static func pow2(_ value: Int) -> Double { Double(value) * Double(value) }
}
