/// The tag that editors put behind audio, at times with a picture in it (wiki.hydrogenaud.io, "APEv2 specification").
enum APETag {
  /// Bytes of the header, and of the footer; no other tag takes more to be known, and its length with it.
  static let headerLength = 32
  /// A longer tag (16 MiB) is not believed.
  private static let longest = 1 << 24
  /// Set in the header; what looks the same at the end of a tag is its footer.
  private static let isHeaderFlag: UInt64 = 1 << 29

  /// The length of the tag at `offset` of `bytes`: 0 when there is none, nil when there are too few bytes to say.
  static func length(at offset: Int, of bytes: borrowing StagingBuffer) -> Int? {
    guard let isTag = bytes.spell("APETAGEX", at: offset) else { return nil }
    guard isTag else { return 0 }
    guard bytes.count >= offset + headerLength else { return nil }
    let isHeader = bytes.littleEndian(at: offset + 20, width: 4) & isHeaderFlag != 0
    // The size leaves out the header. A footer has its items before it: nothing is left of its tag but itself.
    let length = headerLength + (isHeader ? Int(bytes.littleEndian(at: offset + 12, width: 4)) : 0)
    return length <= longest ? length : 0
  }
}
