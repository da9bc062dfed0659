package import AudioTypes

/// Reads RIFF/WAVE files of PCM with 8, 16, 24 or 32 bits, or of floating-point samples, as they come.
///
/// - Chunks other than `fmt ` and `data` are stepped over without being kept; so is what follows the audio. Files that are
///   joined are played one after the other.
/// - A writer that could not go back to fill in the length leaves 0, 0xFFFFFFFF or a number close to 2³¹: such audio goes on
///   to the end of the stream.
/// - RF64 (EBU Tech 3306) is read like that, too: its length stands elsewhere.
package struct WAVDecoder: ~Copyable, AudioDecoder {
  private enum State {
    /// At the start of a chunk, with what is known of the file; a file begins with a chunk, too.
    case chunk(WAVFormat?)
    /// In a chunk or padding that is not needed, of which so many bytes are left.
    case skipping(UInt64, WAVFormat?)
    /// Before a `fmt ` chunk of this length.
    case format(length: UInt64)
    /// In the samples, of which so many bytes are left; nil is until the end. Padded to an even length.
    case samples(WAVFormat, left: UInt64?, isPadded: Bool)
  }

  private static let chunkHeader = 8
  private static let fileHeader = 12

  private var bytes: StagingBuffer
  private var block: SampleBlock
  private var state = State.chunk(nil)
  private var hasBegun = false
  private var hasFoundSamples = false
  private var hasEnded = false
  /// What happened so far in this stream.
  package private(set) var summary = DecodingSummary()

  /// Makes a decoder. Allocates all it will ever need.
  package init() {
    bytes = StagingBuffer(capacity: Self.maximumFeed + ByteCount(8 * 32))
    block = SampleBlock(capacity: Self.maximumBlockSamples)
  }

  /// Takes all of `bytes`; never throws by itself.
  package mutating func feed(_ bytes: RawSpan) throws(DecodingError) {
    self.bytes.append(bytes)
    summary.bytesFed += ByteCount(bytes.byteCount)
  }

  /// Says that no more bytes will come.
  package mutating func finish() {
    hasEnded = true
  }

  /// Hands out the whole frames there are, a block at a time.
  package mutating func nextBlock(_ body: (Span<Int16>, AudioFormat) -> Void) throws(DecodingError) -> Bool {
    while true {
      if let frames = block.handOut(atMost: Self.maximumBlockSamples, body) {
        summary.framesDecoded += frames
        return true
      }
      guard try advance() else { break }
    }
    if hasEnded { try noteEnd() }
    summary.bytesWaiting = ByteCount(bytes.count)
    return false
  }

  /// Forgets the former stream.
  package mutating func reset() throws(DecodingError) {
    bytes.removeAll()
    block.removeAll()
    state = .chunk(nil)
    hasBegun = false
    hasFoundSamples = false
    hasEnded = false
    summary = DecodingSummary()
  }

  /// Makes one step; false when it takes more bytes.
  private mutating func advance() throws(DecodingError) -> Bool {
    switch state {
    case .chunk(let format):
      return try openChunk(format)
    case .skipping(let left, let format):
      let count = min(left, UInt64(bytes.count))
      bytes.drop(Int(count))
      state = left == count ? .chunk(format) : .skipping(left - count, format)
      return left == count
    case .format(let length):
      guard UInt64(bytes.count) >= min(length, UInt64(WAVFormat.longest)) else { return false }
      let format = try WAVFormat(bytes, length: Int(length))
      state = .skipping(length + length % 2, format)
      return true
    case .samples(let format, let left, let isPadded):
      return decode(format, left, isPadded)
    }
  }

  private mutating func openChunk(_ format: WAVFormat?) throws(DecodingError) -> Bool {
    guard bytes.count >= (hasBegun ? Self.chunkHeader : Self.fileHeader) else { return false }
    let length = bytes.littleEndian(at: 4, width: 4)
    let isFile = bytes.spell("RIFF") == true || bytes.spell("RF64") == true
    if isFile {
      guard bytes.count >= Self.fileHeader else { return false }
      guard bytes.spell("WAVE", at: Self.chunkHeader) == true else {
        throw .notAudio(.unknown, after: summary.bytesFed)
      }
      hasBegun = true
      hasFoundSamples = false
      bytes.drop(Self.fileHeader)
      state = .chunk(nil)
      return true
    }
    guard hasBegun else { throw .notAudio(.unknown, after: summary.bytesFed) }
    if bytes.spell("fmt ") == true {
      guard (UInt64(WAVFormat.shortest)...65_535).contains(length) else {
        throw .unsupported("WAV of an unknown shape")
      }
      state = .format(length: length)
    } else if bytes.spell("data") == true {
      guard let format else { throw .unsupported("WAV that does not say how its samples are stored") }
      hasFoundSamples = true
      let isOpen = length == 0 || length >= 0x7FFF_0000
      state = .samples(format, left: isOpen ? nil : length, isPadded: length % 2 == 1)
    } else {
      state = .skipping(length + length % 2, format)
    }
    bytes.drop(Self.chunkHeader)
    return true
  }

  private mutating func decode(_ format: WAVFormat, _ left: UInt64?, _ isPadded: Bool) -> Bool {
    let there = left.map { Int(min($0, UInt64(bytes.count))) } ?? bytes.count
    let frames = min(there, Self.maximumFeed.rawValue) / format.frameByteCount
    let count = min(frames, Self.maximumBlockSamples / format.format.channelCount) * format.format.channelCount
    guard count > 0 else {
      // What is left is no frame: the end of the chunk, or a broken frame before it.
      guard let left, left < UInt64(format.frameByteCount) else { return false }
      state = .skipping(left + (isPadded ? 1 : 0), format)
      return true
    }
    let used = count * format.sample.byteCount
    unsafe block.fill(format.format) { samples in
      bytes.withFirst(used) { unsafe format.convert($0, into: samples, count: count) }
      return count
    }
    bytes.drop(used)
    summary.bytesDecoded += ByteCount(used)
    state = .samples(format, left: left.map { $0 - UInt64(used) }, isPadded: isPadded)
    return true
  }

  private mutating func noteEnd() throws(DecodingError) {
    switch state {
    case .samples(_, let left, _): if left != nil || bytes.count > 0 { summary.truncatedTail = true }
    case .format: summary.truncatedTail = true
    // What is missing of a last chunk that is not played is not missed.
    case .skipping, .chunk: if hasBegun, !hasFoundSamples { summary.truncatedTail = true }
    }
    let isEmpty = !hasBegun && bytes.count == 0
    bytes.removeAll()
    guard hasBegun || isEmpty else { throw .notAudio(.unknown, after: summary.bytesFed) }
  }
}
