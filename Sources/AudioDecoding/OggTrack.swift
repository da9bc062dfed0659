import AudioTypes

/// One logical stream in Ogg, from its head to its end.
struct OggTrack: ~Copyable {
  let serial: Int32
  /// Whether a page after the first has come.
  var isBehindHead = false

  private var opus: OpusTrack?
  private var flac: OggFLACTrack?

  init(serial: Int32) {
    self.serial = serial
  }

  /// Decodes a packet that ends on `page`, or reads it when it is part of the head. Returns false when it is damaged.
  mutating func decode(
    _ packet: RawSpan, on page: OggReader.Page, into block: inout SampleBlock
  ) throws(DecodingError) -> Bool {
    if let isWhole = opus?.decode(packet, on: page, into: &block) { return isWhole }
    if let isWhole = flac?.decode(packet, into: &block) { return isWhole }
    if packet.begins(with: "OpusHead") {
      opus = try OpusTrack(try OpusHead(packet), &block)
    } else {
      flac = try OggFLACTrack(packet, &block)
    }
    return true
  }

  /// All packets of `page` have been decoded.
  mutating func finish(_ page: OggReader.Page) {
    opus?.finish(page)
  }

  /// Whether less audio has come than the head announced, and nothing was damaged.
  var isShort: Bool {
    switch flac {
    case .some(let track): track.isShort
    case nil: false
    }
  }
}

/// Opus packets, and where in time they are.
private struct OpusTrack: ~Copyable {
  private var library: OpusHandle
  /// Frames still to be dropped.
  private var preSkip: FrameCount
  /// The granule position behind what was decoded.
  private var position: Int64 = 0
  private var hasTags = false

  init(_ head: OpusHead, _ block: inout SampleBlock) throws(DecodingError) {
    library = try OpusHandle(head)
    preSkip = head.preSkip
    let samples = OpusHandle.longestPacket * head.format.channelCount
    if block.capacity < samples { block = SampleBlock(capacity: samples) }
  }

  mutating func decode(_ packet: RawSpan, on page: OggReader.Page, into block: inout SampleBlock) -> Bool {
    guard hasTags || !packet.begins(with: "OpusTags") else {
      hasTags = true
      return true
    }
    guard library.decode(packet, into: &block) else { return false }
    // Only the last page cuts: elsewhere a position before the end of its packets is a mistake.
    let left =
      page.isLast && page.granule >= 0 ? max(0, page.granule.subtractingReportingOverflow(position).partialValue) : .max
    let decoded = block.trim(before: .zero, atMost: FrameCount(Int(left)))
    position &+= Int64(decoded.rawValue)
    let heard = block.trim(before: preSkip)
    preSkip -= decoded - heard
    return true
  }

  mutating func finish(_ page: OggReader.Page) {
    if page.granule >= 0, hasTags { position = page.granule }
  }
}

/// FLAC packets (RFC 9639 §10.1): each holds one frame, or one block of metadata before the first.
private struct OggFLACTrack: ~Copyable {
  /// Before the marker of native FLAC in the first packet.
  private static let prefix = 9

  private var library: FLACHandle
  private let expected: FrameCount?
  private var decoded = FrameCount.zero
  private var isDamaged = false

  init(_ packet: RawSpan, _ block: inout SampleBlock) throws(DecodingError) {
    let infoOffset = Self.prefix + 8
    guard packet.byteCount >= infoOffset + FLACStreamInfo.byteCount else {
      throw .unsupported("FLAC of an unknown shape")
    }
    var bytes = StagingBuffer(capacity: ByteCount(infoOffset + FLACStreamInfo.byteCount))
    bytes.append(packet.extracting(first: infoOffset + FLACStreamInfo.byteCount))
    guard bytes.spell("fLaC", at: Self.prefix) == true, let info = FLACStreamInfo(bytes, at: infoOffset) else {
      throw .unsupported("FLAC of an unknown shape")
    }
    library = try FLACHandle(head: FLACStreamInfo.head(bytes, at: infoOffset), info)
    expected = info.frameCount
    let samples = info.longestBlock * info.format.channelCount
    if block.capacity < samples { block = SampleBlock(capacity: samples) }
  }

  mutating func decode(_ packet: RawSpan, into block: inout SampleBlock) -> Bool {
    // A frame begins with fourteen ones; no block of metadata does.
    guard packet.byteCount > 1, unsafe packet.unsafeLoad(fromByteOffset: 0, as: UInt8.self) == 0xFF else { return true }
    guard library.decode(packet, into: &block) else {
      isDamaged = true
      return false
    }
    decoded += block.trim(before: .zero)
    return true
  }

  var isShort: Bool { expected.map { !isDamaged && decoded < $0 } ?? false }
}

extension RawSpan {
  /// Whether the bytes begin with `letters`.
  fileprivate func begins(with letters: StaticString) -> Bool {
    letters.withUTF8Buffer { letters in
      guard byteCount >= letters.count else { return false }
      for index in 0..<letters.count where unsafe unsafeLoad(fromByteOffset: index, as: UInt8.self) != letters[index] {
        return false
      }
      return true
    }
  }
}
