package import AudioTypes

/// Puts raw little-endian 16-bit PCM together into whole frames, wherever the network cut it.
///
/// Text in place of audio is an error and not noise, as far as the first bytes tell.
package struct PCMDecoder: ~Copyable, AudioDecoder {
  private let format: AudioFormat
  private var bytes: StagingBuffer
  private var sniffer = TextSniffer()
  private var hasEnded = false
  /// What happened so far in this stream.
  package private(set) var summary = DecodingSummary()

  /// Makes a decoder of PCM laid out as `format` says. Allocates all it will ever need.
  package init(format: AudioFormat) {
    self.format = format
    bytes = StagingBuffer(capacity: Self.maximumFeed + format.bytesPerFrame)
  }

  /// Takes all of `bytes`.
  ///
  /// - Throws: `notAudio` when the stream began with text.
  package mutating func feed(_ bytes: RawSpan) throws(DecodingError) {
    self.bytes.append(bytes)
    let before = summary.bytesFed
    summary.bytesFed += ByteCount(bytes.byteCount)
    var index = 0
    while index < bytes.byteCount, sniffer.isUndecided {
      let content = sniffer.inspect(unsafe bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self))
      index += 1
      if let content { throw .notAudio(content, after: before + ByteCount(index)) }
    }
  }

  /// Says that no more bytes will come.
  package mutating func finish() {
    hasEnded = true
  }

  /// Hands out all whole frames there are as one block.
  package mutating func nextBlock(_ body: (Span<Int16>, AudioFormat) -> Void) throws(DecodingError) -> Bool {
    let frames = format.frameCount(in: ByteCount(bytes.count))
    guard frames > .zero else {
      if hasEnded && bytes.count > 0 { summary.truncatedTail = true }
      return false
    }
    let whole = format.byteCount(of: frames).rawValue
    bytes.withFirstSamples(whole / 2) { body($0, format) }
    bytes.drop(whole)
    summary.framesDecoded += frames
    summary.bytesDecoded += ByteCount(whole)
    return true
  }

  /// Forgets the former stream.
  package mutating func reset() throws(DecodingError) {
    bytes.removeAll()
    sniffer = TextSniffer()
    hasEnded = false
    summary = DecodingSummary()
  }
}

#if _endian(big)
  #error("PCM is handed on as it comes, which is right on little-endian machines only")
#endif
