import AudioTypes

/// Tells from the first bytes of a stream what it holds, whatever was announced.
///
/// - A container's own marker is believed before any announcement: `RIFF…WAVE`, `fLaC`, `OggS`. So is an ID3 tag, which is
///   stepped over; what counts is what stands behind it.
/// - Announced MP3 and raw PCM are believed when the first byte cannot be the start of a marker: nothing waits. MP3 that begins
///   as ADTS does, and AAC that begins as MP3 does, is taken for that when a chain of its frames follows.
/// - Anything else is searched for the first chain of MP3 or ADTS frames. Text is an error, and so is too much of anything.
struct ContentRecognizer: ~Copyable {
  /// Bytes held back at most: a chain of the longest frames, and one feed.
  private static let capacity =
    StreamDecoder.maximumFeed + ByteCount((1 + FrameChain.confirmations) * ADTSHeader.longestFrame)

  private var announced: AudioEncoding
  private var bytes = StagingBuffer(capacity: capacity)
  private var tagBytesLeft = 0
  private var sniffer = TextSniffer()
  private(set) var hasEnded = false
  /// Bytes of tags that were stepped over.
  private(set) var tagBytes = ByteCount.zero
  /// Bytes before the first frame of MP3 or ADTS.
  private(set) var garbageBytes = ByteCount.zero

  init(announced: AudioEncoding) {
    self.announced = announced
  }

  /// Bytes that were taken and belong to the stream that was recognized, or may do so.
  var waiting: Int { bytes.count }
  /// Whether the bytes end inside a tag.
  var isInTag: Bool { tagBytesLeft > 0 }

  mutating func feed(_ span: RawSpan) {
    bytes.append(span)
  }

  mutating func finish() {
    hasEnded = true
  }

  /// Lets `body` see the oldest bytes that wait, at most `limit`, and takes them off.
  mutating func take(_ limit: ByteCount, _ body: (RawSpan) throws(DecodingError) -> Void) throws(DecodingError) {
    let count = min(limit.rawValue, bytes.count)
    try bytes.withFirst(count, body)
    bytes.drop(count)
  }

  /// What the stream holds; nil when more bytes are needed or, after the end, when nothing came.
  mutating func recognize() throws(DecodingError) -> AudioEncoding? {
    while stepThroughTag(), bytes.count > 0 {
      if garbageBytes == .zero {
        guard let isAtTag = findTag() else { break }
        if isAtTag { continue }
        switch Marker(bytes) {
        case .found(let encoding): return encoding
        case .undecided where !hasEnded: return nil
        case .undecided, .none: break
        }
      }
      switch searchFrame() {
      case .found(let encoding): return encoding
      case .undecided: return nil
      case .none: try skipByte()
      }
    }
    return try giveUp()
  }

  /// Whether a tag begins here, which is then stepped over; nil when more bytes are needed to say.
  private mutating func findTag() -> Bool? {
    guard let length = MetadataTag.length(of: bytes, isAfterAudio: false) ?? (hasEnded ? 0 : nil) else { return nil }
    guard length > 0 else { return false }
    tagBytesLeft = length
    if case .pcm = announced { announced = .unknown }
    return true
  }

  /// Returns whether the bytes are not in a tag any more.
  private mutating func stepThroughTag() -> Bool {
    let count = min(tagBytesLeft, bytes.count)
    bytes.drop(count)
    tagBytesLeft -= count
    tagBytes += ByteCount(count)
    return tagBytesLeft == 0
  }

  private func searchFrame() -> Marker {
    switch announced {
    case .pcm: return .found(announced)
    case .mp3: return chain(ADTSHeader.self, .aac, orElse: .found(.mp3))
    case .aac: return chain(MP3FrameHeader.self, .mp3, orElse: .found(.aac))
    case .wav, .flac, .ogg, .unknown:
      return chain(MP3FrameHeader.self, .mp3, orElse: chain(ADTSHeader.self, .aac, orElse: .none))
    }
  }

  private func chain<Header: SyncHeader>(
    _ type: Header.Type, _ encoding: AudioEncoding, orElse other: @autoclosure () -> Marker
  ) -> Marker {
    guard bytes[0] == 0xFF else { return other() }
    guard bytes.count >= Header.byteCount else { return hasEnded ? other() : .undecided }
    guard let header = Header(bytes, at: 0) else { return other() }
    switch FrameChain(of: header, in: bytes, hasEnded: hasEnded) {
    case .believed: return .found(encoding)
    case .undecided: return .undecided
    case .refuted: return other()
    }
  }

  private mutating func skipByte() throws(DecodingError) {
    let content = sniffer.inspect(bytes[0])
    bytes.drop(1)
    garbageBytes += ByteCount(1)
    if let content { throw .notAudio(content, after: garbageBytes) }
    guard garbageBytes.rawValue > DecodingLimits.garbage else { return }
    throw .notAudio(.unknown, after: garbageBytes)
  }

  /// The end without audio: an error unless nothing came at all. What was announced is left to its decoder.
  private func giveUp() throws(DecodingError) -> AudioEncoding? {
    guard hasEnded, bytes.count == 0, garbageBytes > .zero else { return nil }
    throw .notAudio(sniffer.guessAtEnd, after: garbageBytes)
  }
}

/// What the bytes at one place of a stream say of it.
enum Marker {
  case found(AudioEncoding)
  /// More bytes are needed to say.
  case undecided
  case none

  /// Looks for the marker of a container at the start of `bytes`.
  init(_ bytes: borrowing StagingBuffer) {
    switch bytes[0] {
    case UInt8(ascii: "R"): self.init(Self.isWAV(bytes), .wav)
    case UInt8(ascii: "f"): self.init(Self.isFLAC(bytes), .flac)
    case UInt8(ascii: "O"): self.init(Self.isOgg(bytes), .ogg)
    default: self = .none
    }
  }

  private init(_ stands: Bool?, _ encoding: AudioEncoding) {
    self = stands.map { $0 ? .found(encoding) : .none } ?? .undecided
  }

  private static func isWAV(_ bytes: borrowing StagingBuffer) -> Bool? {
    let isFile = both(bytes.spell("RIFF"), orElse: bytes.spell("RF64"))
    return isFile == true ? bytes.spell("WAVE", at: 8) : isFile
  }

  /// With the head of the block that must be first, which raw samples do not hold by chance.
  private static func isFLAC(_ bytes: borrowing StagingBuffer) -> Bool? {
    guard bytes.spell("fLaC") == true else { return bytes.spell("fLaC") }
    guard bytes.count >= 8 else { return nil }
    return bytes[4] & 0x7F == 0 && bytes.bigEndian(at: 5, width: 3) == UInt64(FLACStreamInfo.byteCount)
  }

  /// With the version and the flags of a page that begins a stream, which raw samples do not hold by chance.
  private static func isOgg(_ bytes: borrowing StagingBuffer) -> Bool? {
    guard bytes.spell("OggS") == true else { return bytes.spell("OggS") }
    guard bytes.count >= 6 else { return nil }
    return bytes[4] == 0 && bytes[5] & 0xF9 == 0
  }

  /// True when one is true, false when both are false.
  private static func both(_ one: Bool?, orElse other: Bool?) -> Bool? {
    if one == true || other == true { return true }
    return one == false && other == false ? false : nil
  }
}
