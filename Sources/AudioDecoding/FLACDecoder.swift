package import AudioTypes

/// Decodes native FLAC (RFC 9639) with libFLAC.
///
/// libFLAC fetches its bytes when it likes and would have to wait for them. The stream is therefore cut into frames here, by
/// their checksums, and libFLAC is called when a whole one is there; the next frame's header must have come, too, to be sure.
/// What is damaged is skipped. Wider samples lose their low bits. Streams that are joined are played one after the
/// other; tags between and behind them are stepped over.
///
/// Memory follows the longest frame that the head of the stream announces, and is at most some megabytes.
package struct FLACDecoder: ~Copyable, AudioDecoder {
  private static let blockHeader = 4

  private var bytes: StagingBuffer
  private var block: SampleBlock
  private var library: FLACHandle?
  private var scanner: FLACFrameScanner?
  private var info: FLACStreamInfo?
  /// Bytes left of a metadata block or a tag that is not needed.
  private var skipping = 0
  /// Whether a stream's marker has been seen and the last of its metadata blocks has not.
  private var isInHead = false
  private var damaged = DamageCount()
  /// Frames of PCM that came out of the present stream.
  private var framesOfStream = FrameCount.zero
  private var hasEnded = false
  private var counts = DecodingSummary()

  /// Makes a decoder; the first one loads libFLAC.
  package init() throws(DecodingError) {
    try DecodingLibrary.loadFLAC()
    bytes = StagingBuffer(capacity: Self.maximumFeed + ByteCount(64))
    block = SampleBlock(capacity: 0)
  }

  /// Takes all of `bytes`; never throws by itself.
  package mutating func feed(_ bytes: RawSpan) throws(DecodingError) {
    self.bytes.append(bytes)
    counts.bytesFed += ByteCount(bytes.byteCount)
  }

  /// Says that no more bytes will come.
  package mutating func finish() {
    hasEnded = true
  }

  /// Hands out (a part of) one decoded FLAC frame, most often of 4096 frames of PCM.
  package mutating func nextBlock(_ body: (Span<Int16>, AudioFormat) -> Void) throws(DecodingError) -> Bool {
    while true {
      if let frames = block.handOut(atMost: Self.maximumBlockSamples, body) {
        counts.framesDecoded += frames
        framesOfStream += frames
        return true
      }
      guard try advance() else { break }
    }
    if hasEnded { try noteEnd() }
    return false
  }

  /// Forgets the former stream.
  package mutating func reset() throws(DecodingError) {
    self = try FLACDecoder()
  }

  /// What happened so far in this stream.
  package var summary: DecodingSummary {
    var summary = counts
    damaged.move(into: &summary)
    summary.bytesWaiting = ByteCount(skipping > 0 ? 0 : bytes.count)
    return summary
  }

  /// Makes one step; false when it takes more bytes.
  private mutating func advance() throws(DecodingError) -> Bool {
    if skipping > 0 {
      let count = min(skipping, bytes.count)
      bytes.drop(count)
      skipping -= count
      return skipping == 0
    }
    if isInHead { return try readMetadata() }
    guard let finding = try scanner?.next(in: &bytes, hasEnded: hasEnded, &counts) else { return try readMarker() }
    switch finding {
    case .frame(let length):
      let isWhole = try decode(length)
      try take(length, isWhole: isWhole)
      return true
    case .unconfirmed(let first, let last):
      try decide(first, last)
      return true
    case .tag(let length):
      skipping = length
      return true
    case .nextStream: return try readMarker()
    case .nothing: return false
    }
  }

  private mutating func readMarker() throws(DecodingError) -> Bool {
    guard let isMarker = bytes.spell("fLaC") else { return false }
    guard isMarker else { throw .notAudio(.unknown, after: counts.bytesFed) }
    bytes.drop(4)
    noteLength()
    info = nil
    isInHead = true
    return true
  }

  private mutating func readMetadata() throws(DecodingError) -> Bool {
    guard bytes.count >= Self.blockHeader else { return false }
    let length = Int(bytes.bigEndian(at: 1, width: 3))
    let kind = bytes[0] & 0x7F
    if kind == 0, info == nil {
      guard length == FLACStreamInfo.byteCount else { throw .unsupported("FLAC of an unknown shape") }
      guard bytes.count >= Self.blockHeader + length else { return false }
      guard let found = FLACStreamInfo(bytes, at: Self.blockHeader) else {
        throw .unsupported("FLAC of an unknown shape")
      }
      library = try FLACHandle(head: FLACStreamInfo.head(bytes, at: Self.blockHeader), found)
      info = found
    }
    isInHead = bytes[0] & 0x80 == 0
    bytes.drop(Self.blockHeader)
    skipping = length
    if !isInHead { try beginFrames() }
    return true
  }

  /// Makes room for what the head announced.
  private mutating func beginFrames() throws(DecodingError) {
    guard let info else { throw .unsupported("FLAC that does not say how its samples are stored") }
    let budget = scanner?.budget ?? FLACSearchBudget()
    scanner = FLACFrameScanner(info, budget)
    framesOfStream = .zero
    let samples = info.longestBlock * info.format.channelCount
    if block.capacity < samples { block = SampleBlock(capacity: samples) }
    let waiting = info.longestFrame + max(FLACFrameHeader.longest, APETag.headerLength)
    bytes.grow(to: Self.maximumFeed + ByteCount(waiting + 64))
  }

  /// Decodes the frame that the first `length` bytes begin with; returns false when it is damaged or not whole.
  private mutating func decode(_ length: Int) throws(DecodingError) -> Bool {
    try bytes.withFirst(length) { (frame) throws(DecodingError) in
      library?.decode(frame, into: &block) ?? false
    }
  }

  /// Plays the frame at the front if it ends at `first` or before `last`; else it is none.
  ///
  /// Most often `first` is where it ends, to the byte. One checksum in 65,536 comes out by chance, and where that was
  /// before the end, `last` is not: libFLAC finds the end by itself, and what stands from there to `last` is lost.
  private mutating func decide(_ first: Int, _ last: Int) throws(DecodingError) {
    var length = first
    var isWhole = try decode(first)
    if !isWhole, last > first {
      length = last
      isWhole = try decode(last)
    }
    if isWhole {
      try take(length, isWhole: true)
    } else {
      try scanner?.refute(&bytes, hasEnded: hasEnded, &counts)
    }
  }

  /// Takes off the frame of `length` bytes at the front.
  private mutating func take(_ length: Int, isWhole: Bool) throws(DecodingError) {
    bytes.drop(length)
    scanner?.goOn(behind: length)
    counts.bytesDecoded += ByteCount(length)
    try damaged.note(length, isDamaged: !isWhole)
  }

  /// A stream whose head announced more than came was cut off, unless damage is what is missing.
  private mutating func noteLength() {
    guard let expected = info?.frameCount, framesOfStream < expected, summary.resyncCount == 0 else { return }
    counts.truncatedTail = true
  }

  private mutating func noteEnd() throws(DecodingError) {
    noteLength()
    let isEmpty = counts.bytesFed == .zero
    if isInHead || skipping > 0 { counts.truncatedTail = true }
    let hasBegun = isInHead || scanner != nil
    bytes.removeAll()
    guard hasBegun || isEmpty else { throw .notAudio(.unknown, after: counts.bytesFed) }
  }
}
