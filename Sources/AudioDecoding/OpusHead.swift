import AudioTypes

/// The first packet of an Opus stream in Ogg (RFC 7845 §5.1).
struct OpusHead {
  /// Opus is decoded at this rate whatever was encoded.
  static let sampleRate = 48_000

  let format: AudioFormat
  /// Frames at the start that are the codec's own.
  let preSkip: FrameCount
  /// In 1/256 dB.
  let gain: Int32
  let streamCount: Int32
  let coupledCount: Int32
  /// For each channel of the output, the decoded one; in the order of WAVE files, which is what all else here has.
  let mapping: [UInt8]

  /// Reads the packet.
  init(_ packet: RawSpan) throws(DecodingError) {
    let bytes = (0..<min(packet.byteCount, 64)).map { unsafe packet.unsafeLoad(fromByteOffset: $0, as: UInt8.self) }
    guard bytes.count >= 19, bytes[8] < 16 else { throw .unsupported("Opus of an unknown version") }
    let channels = Int(bytes[9])
    preSkip = FrameCount(Int(bytes[10]) | Int(bytes[11]) << 8)
    gain = Int32(Int16(bitPattern: UInt16(bytes[16]) | UInt16(bytes[17]) << 8))
    let family = bytes[18]
    guard let format = AudioFormat(sampleRate: Self.sampleRate, channelCount: channels), family != 0 || channels <= 2
    else {
      throw .unsupported("Opus of \(channels) channels")
    }
    self.format = format
    if family == 0 {
      (streamCount, coupledCount, mapping) = (1, Int32(channels - 1), Array(0..<UInt8(channels)))
      return
    }
    guard bytes.count >= 21 + channels else { throw .unsupported("Opus of an unknown shape") }
    streamCount = Int32(bytes[19])
    coupledCount = Int32(bytes[20])
    let table = Array(bytes[21..<21 + channels])
    mapping = family == 1 ? Self.waveOrder(channels).map { table[$0] } : table
  }

  /// For each channel in the order of WAVE files, its place in Vorbis' (the front's middle is third there, and the
  /// low-frequency one last).
  private static func waveOrder(_ channels: Int) -> [Int] {
    switch channels {
    case 3: [0, 2, 1]
    case 5: [0, 2, 1, 3, 4]
    case 6: [0, 2, 1, 5, 3, 4]
    case 7: [0, 2, 1, 6, 5, 3, 4]
    case 8: [0, 2, 1, 7, 5, 6, 3, 4]
    default: Array(0..<channels)
    }
  }
}
