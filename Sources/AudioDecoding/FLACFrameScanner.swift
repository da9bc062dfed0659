import AudioTypes

/// Finds the frames of one FLAC stream.
///
/// A FLAC frame does not say how long it is: it ends where its checksum comes out and the next frame, another stream, a
/// tag or the end follows. Where the checksum comes out and something else follows, only the decoder can say whether it
/// is whole. Damage is skipped from one header that stands to the next.
struct FLACFrameScanner: ~Copyable {
  /// What comes next in the bytes.
  enum Finding {
    /// A whole frame of so many bytes, at the front.
    case frame(Int)
    /// What may be a frame, at the front: its checksum came out after `first` bytes, and for the last time after
    /// `last`, but with something behind it that cannot follow one. To be taken off, or refuted.
    case unconfirmed(first: Int, last: Int)
    /// A tag of so many bytes, of which some are there, at the front.
    case tag(Int)
    /// The head of another stream, at the front.
    case nextStream
    /// Nothing before more bytes come or, after the end, at all.
    case nothing
  }

  /// What stands where a frame may begin.
  private enum Standing {
    case frame
    case stream
    case tag(Int)
    case garbage
  }

  /// What may still be spent on the search; for the scanner of the stream that follows.
  private(set) var budget: FLACSearchBudget

  private let info: FLACStreamInfo
  private var checksum = FLACChecksum()
  /// Bytes of the frame at the front that are in the checksum.
  private var summed = 0
  /// After how many of them the checksum came out for the first and the last time, with something behind it that cannot
  /// follow a frame; 0 when it did not.
  private var firstEnd = 0
  private var lastEnd = 0
  private var isInStep = true
  private var garbageRun = 0

  init(_ info: FLACStreamInfo, _ budget: FLACSearchBudget) {
    self.info = info
    self.budget = budget
  }

  /// Looks on from the front of `bytes`, where at most `longestFrame` and a header wait for what comes after them.
  mutating func next(
    in bytes: inout StagingBuffer, hasEnded: Bool, _ counts: inout DecodingSummary
  ) throws(DecodingError) -> Finding {
    while true {
      if summed == 0, let finding = try seek(in: &bytes, hasEnded: hasEnded, &counts) { return finding }
      if let length = end(in: bytes, hasEnded: hasEnded) { return .frame(length) }
      guard hasEnded || summed >= info.longestFrame else { return .nothing }
      guard !budget.isOverdrawn else { throw .tooMuchGarbage(skipped: ByteCount(garbageRun)) }
      if firstEnd > 0 {
        // To try to decode is about as much work as to sum the longest frame.
        budget.spend(info.longestFrame)
        return .unconfirmed(first: firstEnd, last: lastEnd)
      }
      try refute(&bytes, hasEnded: hasEnded, &counts)
    }
  }

  /// The frame at the front, of `byteCount` bytes, has been taken off.
  mutating func goOn(behind byteCount: Int) {
    budget.earn(byteCount)
    begin()
    isInStep = true
    garbageRun = 0
  }

  /// What stands at the front of `bytes` is no whole frame.
  mutating func refute(
    _ bytes: inout StagingBuffer, hasEnded: Bool, _ counts: inout DecodingSummary
  ) throws(DecodingError) {
    if hasEnded && isInStep { counts.truncatedTail = true }
    counts.falseHeaderCount += 1
    try skipByte(of: &bytes, &counts)
  }

  /// Skips garbage, and finds what comes next in the bytes; nil when the header of a frame stands at the front.
  private mutating func seek(
    in bytes: inout StagingBuffer, hasEnded: Bool, _ counts: inout DecodingSummary
  ) throws(DecodingError) -> Finding? {
    while bytes.count > 0 {
      switch whatStands(at: 0, of: bytes) {
      case .frame?: return nil
      case .stream?: return .nextStream
      case .tag(let length)? where isInStep: return .tag(length)
      case nil where !hasEnded: return .nothing
      case nil where isInStep:
        // What is left of a broken header or tag.
        counts.truncatedTail = true
        return .nothing
      case .tag?, .garbage?, nil: try skipByte(of: &bytes, &counts)
      }
    }
    return .nothing
  }

  /// Where the frame at the front ends; nil when that is not known yet, or not sure, or it is longer than any.
  private mutating func end(in bytes: borrowing StagingBuffer, hasEnded: Bool) -> Int? {
    let before = summed
    defer { budget.spend(summed - before) }
    while summed < info.longestFrame {
      if summed > 0, checksum.value == 0 {
        guard let isEnd = follows(at: summed, in: bytes, hasEnded: hasEnded) else { return nil }
        if isEnd { return summed }
        if firstEnd == 0 { firstEnd = summed }
        lastEnd = summed
      }
      guard summed < bytes.count else { return nil }
      checksum.add(bytes[summed])
      summed += 1
    }
    return nil
  }

  /// Whether what may follow a frame stands at `offset`; nil when too few bytes are there to say.
  private func follows(at offset: Int, in bytes: borrowing StagingBuffer, hasEnded: Bool) -> Bool? {
    if offset == bytes.count { return hasEnded ? true : nil }
    guard let standing = whatStands(at: offset, of: bytes) else { return hasEnded ? false : nil }
    if case .garbage = standing { return false }
    return true
  }

  /// What stands at `offset` of `bytes`; nil when too few bytes are there to say.
  private func whatStands(at offset: Int, of bytes: borrowing StagingBuffer) -> Standing? {
    let isStream = bytes.spell("fLaC", at: offset)
    let isFrame = FLACFrameHeader.stands(at: offset, of: bytes, info)
    let tagLength = MetadataTag.length(at: offset, of: bytes, isAfterAudio: true)
    if isStream == true { return .stream }
    if isFrame == true { return .frame }
    if let tagLength, tagLength > 0 { return .tag(tagLength) }
    return isStream == false && isFrame == false && tagLength == 0 ? .garbage : nil
  }

  private mutating func skipByte(of bytes: inout StagingBuffer, _ counts: inout DecodingSummary) throws(DecodingError) {
    begin()
    bytes.drop(1)
    budget.earn(1)
    garbageRun += 1
    counts.garbageBytes += ByteCount(1)
    if isInStep { counts.resyncCount += 1 }
    isInStep = false
    guard garbageRun <= DecodingLimits.garbage else { throw .tooMuchGarbage(skipped: ByteCount(garbageRun)) }
  }

  private mutating func begin() {
    checksum = FLACChecksum()
    summed = 0
    firstEnd = 0
    lastEnd = 0
  }
}
