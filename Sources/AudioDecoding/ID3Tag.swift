/// The tags that may stand between MP3 frames: ID3v2 (id3.org, "ID3 tag version 2.4.0", §3.1) and the 128 bytes of ID3v1.
enum ID3Tag {
  private static let version1Length = 128
  /// A longer ID3v2 tag (16 MiB) is not believed.
  private static let longest = 1 << 24
  private static let headerLength = 10

  /// The length of the tag that `bytes` begin with: 0 when they begin with none, nil when there are too few bytes to say.
  ///
  /// An ID3v1 tag ends a file, so there is none before the first audio.
  static func lengthAtStart(of bytes: borrowing StagingBuffer, isAfterAudio: Bool) -> Int? {
    switch bytes[0] {
    case UInt8(ascii: "I"):
      guard let isTag = begin(bytes, with: UInt8(ascii: "D"), UInt8(ascii: "3")) else { return nil }
      return isTag ? version2Length(bytes) : 0
    case UInt8(ascii: "T") where isAfterAudio:
      guard let isTag = begin(bytes, with: UInt8(ascii: "A"), UInt8(ascii: "G")) else { return nil }
      return isTag ? version1Length : 0
    default: return 0
    }
  }

  /// Whether `second` and `third` follow the first of `bytes`; nil when too few are there to say.
  private static func begin(_ bytes: borrowing StagingBuffer, with second: UInt8, _ third: UInt8) -> Bool? {
    if bytes.count > 1, bytes[1] != second { return false }
    if bytes.count > 2 { return bytes[2] == third }
    return nil
  }

  private static func version2Length(_ bytes: borrowing StagingBuffer) -> Int? {
    guard bytes.count >= headerLength else { return nil }
    guard bytes[3] != 0xFF, bytes[4] != 0xFF else { return 0 }
    var body = 0
    for index in 6..<headerLength {
      guard bytes[index] < 0x80 else { return 0 }
      body = body << 7 | Int(bytes[index])
    }
    let hasFooter = bytes[5] & 0x10 != 0
    let length = headerLength + body + (hasFooter ? headerLength : 0)
    return length <= longest ? length : 0
  }
}
