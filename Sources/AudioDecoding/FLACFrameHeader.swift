import AudioTypes

/// The header of a FLAC frame (RFC 9639 §9.1), as far as it takes to know that there is one.
enum FLACFrameHeader {
  /// Bytes of the longest header.
  static let longest = 16

  /// Whether a frame of the stream that `info` describes begins at `offset` of `bytes`; nil when too few are there to say.
  static func stands(at offset: Int, of bytes: borrowing StagingBuffer, _ info: FLACStreamInfo) -> Bool? {
    guard offset < bytes.count else { return nil }
    guard bytes[offset] == 0xFF else { return false }
    guard offset + 1 < bytes.count else { return nil }
    guard bytes[offset + 1] & 0xFE == 0xF8 else { return false }
    guard offset + 4 < bytes.count else { return nil }
    guard let tail = tailLength(bytes[offset + 2], bytes[offset + 3], info) else { return false }
    guard let number = numberLength(bytes[offset + 4]) else { return false }
    let length = 4 + number + tail
    guard offset + length < bytes.count else { return nil }
    var crc: UInt8 = 0
    for index in 0..<length { crc = checksum(crc, bytes[offset + index]) }
    return crc == bytes[offset + length]
  }

  /// The bytes between the coded number and the checksum; nil when the two bytes cannot be of this stream.
  private static func tailLength(_ sizes: UInt8, _ layout: UInt8, _ info: FLACStreamInfo) -> Int? {
    let (blockSize, rate) = (sizes >> 4, sizes & 15)
    let (assignment, width) = (layout >> 4, layout >> 1 & 7)
    let channels = assignment < 8 ? Int(assignment) + 1 : 2
    guard blockSize != 0, rate != 15, assignment < 11, layout & 1 == 0, channels == info.format.channelCount,
      width == 0 || bitsPerSample(width) == info.bitsPerSample
    else { return nil }
    let blockSizeBytes = blockSize == 6 ? 1 : blockSize == 7 ? 2 : 0
    let rateBytes = rate == 12 ? 1 : rate > 12 ? 2 : 0
    return blockSizeBytes + rateBytes
  }

  private static func bitsPerSample(_ code: UInt8) -> Int? {
    switch code {
    case 1: 8
    case 2: 12
    case 4: 16
    case 5: 20
    case 6: 24
    case 7: 32
    default: nil
    }
  }

  /// The bytes of the number whose first is `lead`, coded as UTF-8 once was, with up to seven bytes.
  private static func numberLength(_ lead: UInt8) -> Int? {
    let ones = (~lead).leadingZeroBitCount
    return ones == 0 ? 1 : (2...7).contains(ones) ? ones : nil
  }

  /// CRC-8 with the polynomial x⁸ + x² + x + 1.
  private static func checksum(_ crc: UInt8, _ byte: UInt8) -> UInt8 {
    var value = crc ^ byte
    for _ in 0..<8 { value = value & 0x80 == 0 ? value << 1 : value << 1 ^ 0x07 }
    return value
  }
}

/// The checksum at the end of each FLAC frame: CRC-16 with the polynomial x¹⁶ + x¹⁵ + x² + 1. Over a whole frame, its own
/// checksum included, it is 0.
struct FLACChecksum {
  private(set) var value: UInt16 = 0

  /// Takes in the next byte. The eight steps of the division at once: what falls out at the top returns as its parity,
  /// twice shifted, which a table of 512 bytes would give as well.
  mutating func add(_ byte: UInt8) {
    let top = UInt16(UInt8(value >> 8) ^ byte)
    let isOdd = top.nonzeroBitCount & 1 == 1
    value = value << 8 ^ (isOdd ? 0x8003 : 0) ^ top << 1 ^ top << 2
  }
}
