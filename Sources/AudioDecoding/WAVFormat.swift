import AudioTypes

/// The `fmt ` chunk of a RIFF/WAVE file (Microsoft, "Multiple Channel Audio Data and WAVE Files"), and how its samples
/// become 16-bit ones: wider ones lose their low bits, floating-point ones are rounded and held within bounds.
struct WAVFormat {
  /// How one sample is stored, always little-endian.
  enum Sample {
    case unsigned8
    case signed16
    case signed24
    case signed32
    case float32
    case float64
  }

  /// Bytes of the chunk that are read, if it has that many: `WAVEFORMATEXTENSIBLE`.
  static let longest = 40
  /// Bytes it must have.
  static let shortest = 16

  let format: AudioFormat
  let sample: Sample

  /// Bytes of one frame.
  var frameByteCount: Int { format.channelCount * sample.byteCount }

  /// Reads the chunk of `length` bytes that `bytes` begin with; at least `shortest` and what `longest` holds of it are there.
  init(_ bytes: borrowing StagingBuffer, length: Int) throws(DecodingError) {
    var tag = bytes.littleEndian(at: 0, width: 2)
    if tag == 0xFFFE, length >= Self.longest { tag = bytes.littleEndian(at: 24, width: 2) }
    let channels = Int(bytes.littleEndian(at: 2, width: 2))
    let rate = Int(bytes.littleEndian(at: 4, width: 4))
    let frameByteCount = Int(bytes.littleEndian(at: 12, width: 2))
    let bits = Int(bytes.littleEndian(at: 14, width: 2))
    guard let sample = Sample(tag: tag, byteCount: channels > 0 ? frameByteCount / channels : 0),
      bits <= 8 * sample.byteCount
    else { throw .unsupported("WAV of encoding \(tag) with \(bits) bits") }
    guard let format = AudioFormat(sampleRate: rate, channelCount: channels),
      frameByteCount == channels * sample.byteCount
    else { throw .unsupported("WAV of \(channels) channels at \(rate) Hz") }
    self.format = format
    self.sample = sample
  }

  /// Puts the first `samples.count` samples of `bytes` into `samples`.
  func convert(_ bytes: RawSpan, into samples: UnsafeMutableBufferPointer<Int16>, count: Int) {
    switch sample {
    case .unsigned8:
      for index in 0..<count { unsafe samples[index] = (Int16(bytes.load(index, UInt8.self)) - 128) << 8 }
    case .signed16:
      for index in 0..<count { unsafe samples[index] = bytes.load(2 * index, Int16.self) }
    case .signed24:
      for index in 0..<count { unsafe samples[index] = bytes.load(3 * index + 1, Int16.self) }
    case .signed32:
      for index in 0..<count { unsafe samples[index] = bytes.load(4 * index + 2, Int16.self) }
    case .float32:
      for index in 0..<count { unsafe samples[index] = Int16(audio: bytes.load(4 * index, Float.self)) }
    case .float64:
      for index in 0..<count { unsafe samples[index] = Int16(audio: Float(bytes.load(8 * index, Double.self))) }
    }
  }
}

extension WAVFormat.Sample {
  fileprivate init?(tag: UInt64, byteCount: Int) {
    switch (tag, byteCount) {
    case (1, 1): self = .unsigned8
    case (1, 2): self = .signed16
    case (1, 3): self = .signed24
    case (1, 4): self = .signed32
    case (3, 4): self = .float32
    case (3, 8): self = .float64
    default: return nil
    }
  }

  var byteCount: Int {
    switch self {
    case .unsigned8: 1
    case .signed16: 2
    case .signed24: 3
    case .signed32, .float32: 4
    case .float64: 8
    }
  }
}

extension RawSpan {
  fileprivate func load<Value: BitwiseCopyable>(_ offset: Int, _ type: Value.Type) -> Value {
    unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: type)
  }
}
