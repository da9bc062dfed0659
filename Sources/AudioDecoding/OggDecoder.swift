package import AudioTypes

/// Decodes Opus (RFC 7845) or FLAC in Ogg with libogg and libopus or libFLAC.
///
/// - Opus comes out at 48 kHz, without the frames its head calls the codec's own, with the gain it asks for, and ends where
///   the last page says.
/// - Streams that are chained are played one after the other; of several that run side by side the first that can be played.
/// - Damaged and missing pages are skipped; nothing is put in their place.
package struct OggDecoder: ~Copyable, AudioDecoder {
  private var reader: OggReader
  private var block: SampleBlock
  private var track: OggTrack?
  /// The page whose packets are being taken.
  private var page: OggReader.Page?
  /// What a stream that cannot be played is.
  private var stranger: String?
  private var damaged = DamageCount()
  private var garbageRun = 0
  private var hasEnded = false
  private var counts = DecodingSummary()

  /// Makes a decoder; the first one loads libogg and libopus. libFLAC is loaded when the stream turns out to hold FLAC.
  package init() throws(DecodingError) {
    try DecodingLibrary.loadOpus()
    reader = try OggReader()
    block = SampleBlock(capacity: 0)
    track = nil
  }

  /// Takes all of `bytes`.
  package mutating func feed(_ bytes: RawSpan) throws(DecodingError) {
    try reader.feed(bytes)
    counts.bytesFed += ByteCount(bytes.byteCount)
  }

  /// Says that no more bytes will come.
  package mutating func finish() {
    hasEnded = true
  }

  /// Hands out (a part of) one decoded packet: of Opus most often 960 frames of PCM.
  package mutating func nextBlock(_ body: (Span<Int16>, AudioFormat) -> Void) throws(DecodingError) -> Bool {
    while true {
      if let frames = block.handOut(atMost: Self.maximumBlockSamples, body) {
        counts.framesDecoded += frames
        return true
      }
      if try takePacket() { continue }
      guard try takePage() else { break }
    }
    if hasEnded { try noteEnd() }
    return false
  }

  /// Forgets the former stream.
  package mutating func reset() throws(DecodingError) {
    self = try OggDecoder()
  }

  /// What happened so far in this stream.
  package var summary: DecodingSummary {
    var summary = counts
    damaged.move(into: &summary)
    summary.bytesWaiting = ByteCount(reader.waiting)
    return summary
  }

  // MARK: Pages

  /// Moves on to the next page; false when more bytes are needed.
  private mutating func takePage() throws(DecodingError) -> Bool {
    var skipped = 0
    let found = try reader.nextPage { (count) throws(DecodingError) in skipped += count }
    try note(skipped: skipped)
    guard let found else { return false }
    garbageRun = 0
    if found.isFirst { try begin(found) }
    guard let serial = track?.serial else {
      guard found.isFirst else { throw .unsupported(stranger ?? "Ogg without the head of a stream") }
      return true
    }
    guard found.serial == serial else { return true }
    counts.bytesDecoded += ByteCount(found.byteCount)
    if !found.isFirst { track?.isBehindHead = true }
    page = found
    reader.takePage()
    return true
  }

  /// Follows the stream that begins with `page`, unless one is followed that has begun with it or has not ended.
  private mutating func begin(_ page: OggReader.Page) throws(DecodingError) {
    let isOpus = reader.pageBegins(with: "OpusHead")
    guard isOpus || reader.pageBegins(with: "\u{7F}FLAC") else {
      stranger =
        stranger ?? (reader.pageBegins(with: "\u{1}vorbis") ? "Vorbis in Ogg" : "Ogg with neither Opus nor FLAC")
      return
    }
    if track?.isBehindHead == false { return }
    track = OggTrack(serial: page.serial)
    reader.follow(page.serial)
  }

  private mutating func note(skipped: Int) throws(DecodingError) {
    guard skipped > 0 else { return }
    if garbageRun == 0 { counts.resyncCount += 1 }
    garbageRun += skipped
    counts.garbageBytes += ByteCount(skipped)
    guard garbageRun > DecodingLimits.garbage else { return }
    throw track == nil
      ? .notAudio(.unknown, after: counts.garbageBytes) : .tooMuchGarbage(skipped: ByteCount(garbageRun))
  }

  // MARK: Packets

  /// Decodes the next packet of the page, if there is one.
  private mutating func takePacket() throws(DecodingError) -> Bool {
    guard let page, track != nil else { return false }
    var length = 0
    var isWhole = true
    let packet = try reader.nextPacket { (bytes) throws(DecodingError) in
      length = bytes.byteCount
      isWhole = try track?.decode(bytes, on: page, into: &block) ?? true
    }
    switch packet {
    case .whole:
      try damaged.note(length, isDamaged: !isWhole)
      return true
    case .hole:
      counts.resyncCount += 1
      return true
    case .none:
      track?.finish(page)
      self.page = nil
      return false
    }
  }

  private mutating func noteEnd() throws(DecodingError) {
    if reader.waiting > 0 || reader.isInPacket { counts.truncatedTail = true }
    if track?.isShort == true { counts.truncatedTail = true }
    guard track == nil, counts.bytesFed > .zero else { return }
    throw stranger.map { .unsupported($0) } ?? .notAudio(.unknown, after: counts.bytesFed)
  }
}
