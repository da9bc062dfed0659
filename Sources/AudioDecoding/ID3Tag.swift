/// The tags of MP3 files: ID3v2 (id3.org, "ID3 tag version 2.4.0", §3.1) and the 128 bytes of ID3v1.
///
/// Lengths are those of the tag at `offset` of `bytes`: 0 when there is none, nil when there are too few bytes to say.
enum ID3Tag {
  private static let version1ByteCount = 128
  /// A longer ID3v2 tag (16 MiB) is not believed.
  private static let longest = 1 << 24
  private static let headerLength = 10

  /// The length of an ID3v1 tag.
  static func version1Length(at offset: Int, of bytes: borrowing StagingBuffer) -> Int? {
    bytes.spell("TAG", at: offset).map { $0 ? version1ByteCount : 0 }
  }

  /// The length of an ID3v2 tag.
  static func version2Length(at offset: Int, of bytes: borrowing StagingBuffer) -> Int? {
    guard let isTag = bytes.spell("ID3", at: offset) else { return nil }
    guard isTag else { return 0 }
    guard bytes.count >= offset + headerLength else { return nil }
    guard bytes[offset + 3] != 0xFF, bytes[offset + 4] != 0xFF else { return 0 }
    var body = 0
    for index in 6..<headerLength {
      guard bytes[offset + index] < 0x80 else { return 0 }
      body = body << 7 | Int(bytes[offset + index])
    }
    let hasFooter = bytes[offset + 5] & 0x10 != 0
    let length = headerLength + body + (hasFooter ? headerLength : 0)
    return length <= longest ? length : 0
  }
}
