import AudioDecoding
import AudioTypes
import TestSupport
import Testing

/// What comes out of streams that are broken, changed under way, or no audio at all.
@Suite struct MP3DamageTests {
  private let frameBytes = 192
  private let untagged: [UInt8]

  /// Made once for all the tests.
  private static let encoded = Result { try OfflineTools.encodeUntagged(Signal.noise(frames: 24_000)) }

  init() throws {
    untagged = try Self.encoded.get()
  }

  @Test(arguments: 1..<192)
  func truncatedLastFrameIsDroppedAndSaid(cut: Int) throws {
    let broken = Array(untagged.dropLast(cut))
    let whole = Array(untagged.dropLast(frameBytes))
    let decoded = try Decoded.mp3(broken)
    #expect(decoded.summary.truncatedTail)
    #expect(decoded.samples == (try Decoded.mp3(whole).samples))
    #expect(decoded.error == nil)
  }

  @Test func tagOrPaddingAtTheEndIsNoTruncation() throws {
    let tag = Array("TAG".utf8) + [UInt8](repeating: 0x20, count: 125)
    for tail in [tag, [UInt8](repeating: 0, count: 300)] {
      let decoded = try Decoded.mp3(untagged + tail)
      #expect(!decoded.summary.truncatedTail)
      #expect(decoded.samples == (try Decoded.mp3(untagged).samples))
    }
    #expect(try Decoded.mp3(untagged + tag.dropLast(28)).summary.truncatedTail)
  }

  @Test(arguments: [100, 1_400, 19_600], 0..<8)
  func garbageBetweenFramesCostsNoFrameAndLeaksNoFormat(count: Int, seed: UInt64) throws {
    let cut = 20 * frameBytes
    let damaged = Array(untagged[..<cut]) + Signal.bytes(count: count, seed: seed) + Array(untagged[cut...])
    let decoded = try Decoded.mp3(damaged)
    #expect(decoded.formats == [.speech])
    #expect(decoded.summary.resyncCount == 1)
    #expect(decoded.summary.garbageBytes == ByteCount(count))
    #expect(decoded.samples == (try Decoded.mp3(untagged).samples))
  }

  @Test(arguments: 1..<30)
  func lostBytesCostFewFramesAndLeakNoFormat(step: Int) throws {
    let start = 20 * frameBytes + 13 * step
    let damaged = Array(untagged[..<start]) + Array(untagged[(start + 37 * step)...])
    let decoded = try Decoded.mp3(damaged)
    let whole = try Decoded.mp3(untagged)
    #expect(decoded.formats == [.speech])
    #expect(decoded.samples.count >= whole.samples.count - 576 * (3 + 37 * step / frameBytes))
    #expect(isSameSound(decoded.samples.suffix(4_000), whole.samples.suffix(4_000)))
  }

  @Test func streamJoinedInTheMiddleStartsAtAFrame() throws {
    let whole = try Decoded.mp3(untagged)
    for offset in stride(from: 1, to: 400, by: 7) {
      let decoded = try Decoded.mp3(Array(untagged[offset...]))
      #expect(decoded.formats == [.speech])
      #expect(isSameSound(decoded.samples.suffix(15_000), whole.samples.suffix(15_000)))
    }
  }

  @Test func tooMuchGarbageIsAnError() throws {
    let decoded = try Decoded.mp3(untagged + [UInt8](repeating: 0, count: 70_000) + untagged)
    #expect(decoded.error == .tooMuchGarbage(skipped: ByteCount(65_537)))
    #expect(decoded.samples == (try Decoded.mp3(untagged).samples))
    #expect(try Decoded.mp3(untagged + [UInt8](repeating: 0, count: 60_000) + untagged).error == nil)
  }

  @Test(arguments: [
    ("<!DOCTYPE html><html><body>Bad gateway</body></html>", DecodingError.Content.html, 16),
    ("\u{FEFF}\n  <html><body>Bad gateway</body></html>", .html, 16),
    (#"{"ok": false, "code": "RATE_LIMITED"}"#, .json, 16),
    (#"{}"#, .json, 2),
    ("no", .text, 2),
    (String(repeating: "Grüße. TAG ID3 ", count: 100), .text, 512),
  ])
  func textIsNotAudio(text: String, content: DecodingError.Content, after: Int) throws {
    for length in [1, 4096] {
      let decoded = try Decoded.mp3(Array(text.utf8), nextLength: { length })
      #expect(decoded.error == .notAudio(content, after: ByteCount(after)))
      #expect(decoded.blocks.isEmpty)
    }
  }

  @Test func noiseIsNotAudio() throws {
    let decoded = try Decoded.mp3(Signal.bytes(count: 80_000, seed: 5))
    #expect(decoded.error == .notAudio(.unknown, after: ByteCount(65_537)))
    #expect(try Decoded.mp3(Signal.bytes(count: 100, seed: 5)).error == .notAudio(.unknown, after: ByteCount(100)))
  }

  @Test func realChangeOfFormatIsBelievedAfterTwoMoreFrames() throws {
    let other = try #require(AudioFormat(sampleRate: 44_100, channelCount: 2))
    let input = Signal.lateNoise(silentFrames: 3_000, frames: 20_000)
    let second = try OfflineTools.encode(input, other, ["--cbr", "-b", "128", "-t"])
    let decoded = try Decoded.mp3(untagged + second, nextLength: { 1 })
    let firstPart = decoded.blocks.filter { $0.format == .speech }
    let secondPart = decoded.blocks.filter { $0.format == other }
    #expect(firstPart.flatMap(\.samples) == (try Decoded.mp3(untagged).samples))
    #expect(secondPart.flatMap(\.samples) == (try Decoded.mp3(second).samples))
    // Two frames of 417 or 418 bytes, and the header of the third.
    #expect(try #require(secondPart.first).after <= untagged.count + 2 * 418 + 4)
    #expect(decoded.summary.falseHeaderCount == 0)
  }

  @Test func twoFramesOfAnotherFormatAreNotBelieved() throws {
    let other = try #require(AudioFormat(sampleRate: 44_100, channelCount: 2))
    let foreign = try OfflineTools.encode(
      Signal.noise(frames: 9_000, channels: 2), other, ["--cbr", "-b", "128", "-t"])
    // The first frames have 417 bytes, the second of them with the padding byte; the cut leaves exactly two.
    let frames = Array(foreign[..<835])
    let cut = 20 * frameBytes
    let decoded = try Decoded.mp3(Array(untagged[..<cut]) + frames + Array(untagged[cut...]))
    #expect(decoded.formats == [.speech])
    #expect(decoded.summary.falseHeaderCount > 0)
    #expect(decoded.summary.garbageBytes == ByteCount(frames.count))
    #expect(decoded.samples == (try Decoded.mp3(untagged).samples))
  }

  @Test func lengthsOfMutatedStreamsStayBounded() throws {
    let options = ["--cbr", "-b", "64", "--tt", "Title", "--add-id3v2"]
    let tagged = try OfflineTools.encode(Signal.noise(frames: 12_000), .speech, options)
    var decoder = try MP3Decoder()
    let original = tagged.prefix(4_000) + untagged.prefix(2_000)
    for seed in 0..<3_000 as Range<UInt64> {
      var random = SeededGenerator(seed: seed)
      let stream = Mutation.apply(Int.random(in: 1...30, using: &random), to: Array(original), &random)
      try decoder.reset()
      let decoded = Decoded.stream(stream, through: &decoder, nextLength: { Int.random(in: 1...5_000, using: &random) })
      // The shortest frame (24 bytes) decodes to 576 samples a channel.
      #expect(decoded.samples.count <= 48 * stream.count, "seed \(seed)")
      if case .library(let code, let text) = decoded.error { Issue.record("seed \(seed): \(code) \(text)") }
      #expect(decoded.summary.framesDecoded.rawValue <= decoded.samples.count, "seed \(seed)")
    }
  }
}

private enum Mutation {
  /// Flips, takes out, puts in or repeats a few bytes, `count` times.
  static func apply(_ count: Int, to stream: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
    var stream = stream
    for _ in 0..<count {
      let start = Int.random(in: 0..<stream.count - 300, using: &random)
      let length = Int.random(in: 1...300, using: &random)
      switch Int.random(in: 0..<5, using: &random) {
      case 0: stream[start] ^= 1 << UInt8.random(in: 0...7, using: &random)
      case 1: stream[start] = UInt8.random(in: 0...255, using: &random)
      case 2: stream.removeSubrange(start..<start + length / 4)
      case 3: stream.insert(contentsOf: Signal.bytes(count: length, seed: random.next()), at: start)
      default: stream.insert(contentsOf: stream[start..<start + length], at: start)
      }
    }
    return stream
  }
}
