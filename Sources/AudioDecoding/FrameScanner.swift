import AudioTypes

/// The bytes at the start of each frame of a stream that can be joined anywhere: MP3, ADTS.
protocol SyncHeader {
  /// What stays the same within one stream.
  associatedtype Kind: Equatable, Sendable

  /// Bytes of a header. The first is 0xFF.
  static var byteCount: Int { get }
  /// Bytes of the longest frame there is.
  static var longestFrame: Int { get }

  /// Reads the header at `offset` of `bytes`, where at least `byteCount` bytes are; nil when there is none.
  init?(_ bytes: borrowing StagingBuffer, at offset: Int)

  /// What frames of one stream have in common.
  var kind: Kind { get }
  /// Bytes of the whole frame, header included.
  var frameByteCount: Int { get }
  /// Whether the frame at the start of `bytes`, all of it there, holds an encoder's tag in place of audio.
  func isInfo(_ bytes: borrowing StagingBuffer) -> Bool
}

/// Finds the frames in a stream of bytes, so that the library only ever sees whole frames of one kind.
///
/// - Where a frame must follow (at the start, after a frame, after a tag) a header of the stream's kind is believed at
///   once: the frame is out with its last byte.
/// - Anywhere else, and when rate or channels differ, it is believed only if two more headers of its kind stand exactly
///   where its length says (or the stream ends exactly there). Until then nothing is decoded.
/// - Tags between and behind frames are stepped over without being kept, so their size costs no memory.
/// - All else is garbage: skipped, counted, and an error when there is too much of it in a row.
struct FrameScanner<Header: SyncHeader>: ~Copyable {
  /// One whole frame, which lies at the front of the scanner's bytes.
  struct Frame {
    let header: Header
    /// Whether it holds an encoder's tag (Xing, LAME) in place of audio.
    let isInfo: Bool
    /// Whether an encoder started anew here: the library must, too.
    let startsSegment: Bool
  }

  private var bytes: StagingBuffer
  /// The kind of the frames so far; nil before the first.
  private var kind: Header.Kind?
  /// Whether a frame or a tag must come next.
  private var isInStep = true
  private var tagBytesLeft = 0
  private var garbageRun = 0
  private var sniffer = TextSniffer()
  private var hasEnded = false
  private var counts = DecodingSummary()

  /// Makes a scanner that takes up to `maximumFeed` bytes at once.
  init(maximumFeed: ByteCount) {
    // The most that can wait is an undecided frame, the next one, and most of the header after that.
    let waiting = (1 + FrameChain.confirmations) * Header.longestFrame
    bytes = StagingBuffer(capacity: maximumFeed + ByteCount(waiting))
  }

  /// What happened so far, as far as it is seen here.
  var summary: DecodingSummary {
    var summary = counts
    summary.bytesWaiting = ByteCount(tagBytesLeft > 0 ? 0 : bytes.count)
    return summary
  }

  mutating func feed(_ span: RawSpan) {
    counts.bytesFed += ByteCount(span.byteCount)
    bytes.append(span)
  }

  mutating func finish() {
    hasEnded = true
  }

  mutating func reset() {
    bytes.removeAll()
    kind = nil
    isInStep = true
    tagBytesLeft = 0
    garbageRun = 0
    sniffer = TextSniffer()
    hasEnded = false
    counts = DecodingSummary()
  }

  /// Finds the next frame; nil when more bytes are needed or, after `finish`, when there is none.
  mutating func next() throws(DecodingError) -> Frame? {
    while true {
      stepThroughTag()
      guard tagBytesLeft == 0, bytes.count > 0 else { return try needMore() }
      if isInStep {
        guard let length = MetadataTag.length(of: bytes, isAfterAudio: kind != nil) else { return try needMore() }
        tagBytesLeft = length
        if length > 0 { continue }
      }
      guard bytes[0] == 0xFF else {
        try skipByte()
        continue
      }
      guard bytes.count >= Header.byteCount else { return try needMore() }
      guard let header = Header(bytes, at: 0) else {
        try skipByte()
        continue
      }
      switch trust(in: header) {
      case .undecided: return try needMore()
      case .believed: return bytes.count >= header.frameByteCount ? frame(header) : try needMore()
      case .refuted:
        counts.falseHeaderCount += 1
        try skipByte()
      }
    }
  }

  /// Hands the bytes of `frame` to `body` and goes on behind it.
  mutating func take(
    _ frame: Frame, _ body: (RawSpan) throws(DecodingError) -> Void
  ) throws(DecodingError) {
    try bytes.withFirst(frame.header.frameByteCount, body)
    bytes.drop(frame.header.frameByteCount)
    if !frame.isInfo { counts.bytesDecoded += ByteCount(frame.header.frameByteCount) }
    kind = frame.header.kind
    isInStep = true
    garbageRun = 0
  }

  private func frame(_ header: Header) -> Frame {
    let isInfo = header.isInfo(bytes)
    return Frame(header: header, isInfo: isInfo, startsSegment: isInfo || header.kind != kind)
  }

  private func trust(in header: Header) -> FrameChain {
    if isInStep && (kind == nil || kind == header.kind) { return .believed }
    return FrameChain(of: header, in: bytes, hasEnded: hasEnded)
  }

  private mutating func stepThroughTag() {
    let count = min(tagBytesLeft, bytes.count)
    bytes.drop(count)
    tagBytesLeft -= count
  }

  private mutating func skipByte() throws(DecodingError) {
    let content = kind == nil ? sniffer.inspect(bytes[0]) : nil
    bytes.drop(1)
    garbageRun += 1
    counts.garbageBytes += ByteCount(1)
    if isInStep { counts.resyncCount += 1 }
    isInStep = false
    if let content { throw .notAudio(content, after: counts.garbageBytes) }
    guard garbageRun > DecodingLimits.garbage else { return }
    throw kind == nil
      ? .notAudio(.unknown, after: counts.garbageBytes) : .tooMuchGarbage(skipped: ByteCount(garbageRun))
  }

  /// Nothing more can be made of the bytes that wait. At the end of the stream they are what is left of a broken frame or tag.
  private mutating func needMore() throws(DecodingError) -> Frame? {
    guard hasEnded else { return nil }
    if tagBytesLeft > 0 || (isInStep && bytes.count > 0) { counts.truncatedTail = true }
    if !isInStep { counts.garbageBytes += ByteCount(bytes.count) }
    tagBytesLeft = 0
    bytes.removeAll()
    guard kind == nil, counts.garbageBytes > .zero else { return nil }
    throw .notAudio(sniffer.guessAtEnd, after: counts.garbageBytes)
  }
}
