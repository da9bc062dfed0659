/// Titles and pictures that stand between audio and are stepped over: ID3v2 before it, ID3v1 and APE behind it.
enum MetadataTag {
  /// The length of the tag at `offset` of `bytes`: 0 when there is none, nil when there are too few bytes to say.
  ///
  /// ID3v1 and APE tags end a file, so there is none before the first audio.
  static func length(at offset: Int = 0, of bytes: borrowing StagingBuffer, isAfterAudio: Bool) -> Int? {
    guard offset < bytes.count else { return nil }
    switch bytes[offset] {
    case UInt8(ascii: "I"): return ID3Tag.version2Length(at: offset, of: bytes)
    case UInt8(ascii: "T") where isAfterAudio: return ID3Tag.version1Length(at: offset, of: bytes)
    case UInt8(ascii: "A") where isAfterAudio: return APETag.length(at: offset, of: bytes)
    default: return 0
    }
  }
}
