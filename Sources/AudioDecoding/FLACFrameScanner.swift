import AudioTypes

/// Finds the frames of one FLAC stream.
///
/// A FLAC frame does not say how long it is: it ends where its checksum comes out and the next frame, another stream or the
/// end follows. Damage is skipped from one header that stands to the next.
struct FLACFrameScanner: ~Copyable {
  /// What comes next in the bytes.
  enum Finding {
    /// A whole frame of so many bytes, at the front.
    case frame(Int)
    /// The head of another stream, at the front.
    case nextStream
    /// Nothing before more bytes come or, after the end, at all.
    case nothing
  }

  /// So many headers in a row whose frames do not end are too many: each costs a look through the longest frame.
  private static let mostRefuted = 64

  private let info: FLACStreamInfo
  private var checksum = FLACChecksum()
  /// Bytes of the frame at the front that are in the checksum.
  private var summed = 0
  private var isInStep = true
  private var garbageRun = 0
  private var refuted = 0

  init(_ info: FLACStreamInfo) {
    self.info = info
  }

  /// Looks on from the front of `bytes`, where at most `longestFrame` and a header wait for what comes after them.
  mutating func next(
    in bytes: inout StagingBuffer, hasEnded: Bool, _ counts: inout DecodingSummary
  ) throws(DecodingError) -> Finding {
    while bytes.count > 0 {
      if summed == 0 {
        if bytes.spell("fLaC") == true { return .nextStream }
        guard let stands = FLACFrameHeader.stands(at: 0, of: bytes, info) ?? (hasEnded ? false : nil) else { break }
        guard stands else {
          try skipByte(of: &bytes, &counts)
          continue
        }
      }
      if let length = end(in: bytes, hasEnded: hasEnded) { return .frame(length) }
      guard hasEnded || summed >= info.longestFrame else { break }
      if hasEnded && isInStep { counts.truncatedTail = true }
      try refute(&bytes, &counts)
    }
    return .nothing
  }

  /// The frame at the front has been taken off.
  mutating func goOn() {
    begin()
    isInStep = true
    garbageRun = 0
    refuted = 0
  }

  /// Where the frame at the front ends; nil when that is not known yet, or it is longer than any.
  private mutating func end(in bytes: borrowing StagingBuffer, hasEnded: Bool) -> Int? {
    while summed < info.longestFrame {
      if summed > 0, checksum.value == 0 {
        switch follows(at: summed, in: bytes, hasEnded: hasEnded) {
        case true?: return summed
        case nil: return nil
        case false?: break
        }
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
    let isStream = bytes.spell("fLaC", at: offset)
    let isFrame = FLACFrameHeader.stands(at: offset, of: bytes, info)
    if isStream == true || isFrame == true { return true }
    return isStream == false && isFrame == false || hasEnded ? false : nil
  }

  private mutating func refute(_ bytes: inout StagingBuffer, _ counts: inout DecodingSummary) throws(DecodingError) {
    counts.falseHeaderCount += 1
    refuted += 1
    try skipByte(of: &bytes, &counts)
    guard refuted <= Self.mostRefuted else { throw .tooMuchGarbage(skipped: ByteCount(garbageRun)) }
  }

  private mutating func skipByte(of bytes: inout StagingBuffer, _ counts: inout DecodingSummary) throws(DecodingError) {
    begin()
    bytes.drop(1)
    garbageRun += 1
    counts.garbageBytes += ByteCount(1)
    if isInStep { counts.resyncCount += 1 }
    isInStep = false
    guard garbageRun <= DecodingLimits.garbage else { throw .tooMuchGarbage(skipped: ByteCount(garbageRun)) }
  }

  private mutating func begin() {
    checksum = FLACChecksum()
    summed = 0
  }
}
