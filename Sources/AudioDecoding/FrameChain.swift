/// Whether a header that stands where none is expected is one: two more of its kind must stand exactly where its length
/// says, or the stream end exactly there.
enum FrameChain {
  case believed
  case refuted
  /// More bytes are needed to say.
  case undecided

  /// How many headers must follow.
  static let confirmations = 2

  /// Judges `header`, which stands at the start of `bytes`.
  init<Header: SyncHeader>(of header: Header, in bytes: borrowing StagingBuffer, hasEnded: Bool) {
    var offset = header.frameByteCount
    for _ in 0..<Self.confirmations {
      guard bytes.count >= offset + Header.byteCount else {
        self = hasEnded ? (bytes.count == offset ? .believed : .refuted) : .undecided
        return
      }
      guard let next = Header(bytes, at: offset), next.kind == header.kind else {
        self = .refuted
        return
      }
      offset += next.frameByteCount
    }
    self = .believed
  }
}
