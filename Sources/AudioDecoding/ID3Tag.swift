/// The tags that may stand between MP3 frames: ID3v2 (id3.org, "ID3 tag version 2.4.0", §3.1) and the 128 bytes of ID3v1.
enum ID3Tag {
  /// Bytes of an ID3v1 tag, which ends a file.
  static let version1Length = 128
  /// A longer ID3v2 tag (16 MiB) is not believed.
  private static let longest = 1 << 24
  private static let headerLength = 10

  /// The length of the tag that `bytes` begin with: 0 when they begin with none, nil when there are too few bytes to say.
  static func lengthAtStart(of bytes: borrowing StagingBuffer) -> Int? {
    switch bytes[0] {
    case UInt8(ascii: "I"):
      guard let matches = begins(bytes, with: (UInt8(ascii: "I"), UInt8(ascii: "D"), UInt8(ascii: "3"))) else { return nil }
      return matches ? version2Length(bytes) : 0
    case UInt8(ascii: "T"):
      guard let matches = begins(bytes, with: (UInt8(ascii: "T"), UInt8(ascii: "A"), UInt8(ascii: "G"))) else { return nil }
      return matches ? version1Length : 0
    default: return 0
    }
  }

  /// Whether `bytes` begin with `name`; nil when what is there does but is too short.
  private static func begins(_ bytes: borrowing StagingBuffer, with name: (UInt8, UInt8, UInt8)) -> Bool? {
    if bytes.count > 0, bytes[0] != name.0 { return false }
    if bytes.count > 1, bytes[1] != name.1 { return false }
    if bytes.count > 2, bytes[2] != name.2 { return false }
    return bytes.count > 2 ? true : nil
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
