import AudioDecoding
import AudioTypes
import Testing

/// What damage in FLAC streams costs, in audio and in work.
@Suite struct FLACDamageTests {
  @Test func aDamagedHeaderCostsItsOwnFrameOnly() throws {
    let samples = Signal.noise(frames: 40_960)
    var stream = try OfflineTools.flac(samples, .speech)
    let starts = try OfflineTools.flacFrameStarts(in: stream)
    try #require(starts.count == 10)
    stream[starts[5] + 3] ^= 0x20
    let decoded = try Decoded.flac(stream, by: 1_009)
    #expect(decoded.samples == Array(samples[..<20_480] + samples[24_576...]))
    #expect(decoded.error == nil)
    #expect(decoded.summary.resyncCount == 1)
    #expect(!decoded.summary.truncatedTail)
  }

  /// Each damaged frame costs a look through the longest one, which is 200 times as long as one of silence.
  @Test func everyOtherFrameOfSilenceMayBeDamaged() throws {
    let count = 600
    let silence = [Int16](repeating: 0, count: 1_152 * count)
    var stream = try OfflineTools.flac(silence, .speech, ["--blocksize=1152"])
    let starts = try OfflineTools.flacFrameStarts(in: stream)
    try #require(starts.count == count)
    var damaged = 0
    // From 128 on all have the same length: the damages then never cancel out in a checksum over several.
    for frame in stride(from: 131, to: count - 1, by: 2) {
      stream[starts[frame + 1] - 1] ^= 0xFF
      damaged += 1
    }
    let decoded = try Decoded.flac(stream)
    #expect(decoded.error == nil)
    #expect(decoded.samples.count == 1_152 * (count - damaged))
    #expect(decoded.summary.resyncCount == damaged)
  }

  /// Each false header costs a look through 1.6 MB, and each of the streams that are joined holds `count` of them.
  @Test(arguments: [1, 64])
  func falseHeadersAreGivenUpHoweverManyStreamsHoldThem(count: Int) throws {
    let header: [UInt8] = [0xFF, 0xF8, 0x10, 0x70, 0]
    let falseHeader = header + [Self.checksum(of: header)]
    var one = Self.head(isLast: true)
    for _ in 0..<count { one += falseHeader }
    var stream: [UInt8] = []
    for _ in 0..<640 / count { stream += one }
    // A block of padding, to look through.
    stream += Self.head(isLast: false)
    stream += [0x81, 0x19, 0xF0, 0xA0] as [UInt8]
    stream += [UInt8](repeating: 0, count: 1_700_000)
    let decoded = try Decoded.flac(stream, by: 16_384)
    guard case .tooMuchGarbage = decoded.error else {
      Issue.record("\(String(describing: decoded.error))")
      return
    }
    #expect(decoded.blocks.isEmpty)
    // No more are looked behind than 8 MiB allow, and what was passed in between.
    #expect((1...16).contains(decoded.summary.falseHeaderCount))
  }

  /// The marker and the first block of a stream with 8 channels of 24 bits in the longest blocks there are.
  private static func head(isLast: Bool) -> [UInt8] {
    var packed: UInt64 = 48_000
    packed = packed << 3 | 7
    packed = packed << 5 | 23
    packed <<= 36
    var head = Array("fLaC".utf8)
    head += [isLast ? 0x80 : 0, 0, 0, 34] as [UInt8]
    head += [0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0] as [UInt8]
    for index in 0..<8 { head.append(UInt8(truncatingIfNeeded: packed >> UInt64(56 - 8 * index))) }
    head += [UInt8](repeating: 0, count: 16)
    return head
  }

  /// CRC-8 with the polynomial x⁸ + x² + x + 1.
  private static func checksum(of bytes: [UInt8]) -> UInt8 {
    var crc: UInt8 = 0
    for byte in bytes {
      crc ^= byte
      for _ in 0..<8 { crc = crc & 0x80 == 0 ? crc << 1 : crc << 1 ^ 0x07 }
    }
    return crc
  }
}
