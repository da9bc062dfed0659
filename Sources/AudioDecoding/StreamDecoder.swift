public import AudioTypes

/// The decoder of one stream, whichever encoding the reply announced.
public struct StreamDecoder: ~Copyable, AudioDecoder {
  // Exactly one of the two is there. Not an enum: Swift cannot yet change a noncopyable payload in place.
  private var mp3: MP3Decoder?
  private var pcm: PCMDecoder?

  /// Makes the decoder for `encoding`. Allocates: make it before the audio is there.
  public init(_ encoding: AudioEncoding) throws(DecodingError) {
    switch encoding {
    case .mp3:
      mp3 = try MP3Decoder()
      pcm = nil
    case .pcm(let format):
      mp3 = nil
      pcm = PCMDecoder(format: format)
    }
  }

  /// Takes all of `bytes`.
  public mutating func feed(_ bytes: RawSpan) throws(DecodingError) {
    try mp3?.feed(bytes)
    try pcm?.feed(bytes)
  }

  /// Says that no more bytes will come.
  public mutating func finish() {
    mp3?.finish()
    pcm?.finish()
  }

  /// Hands out the next block.
  public mutating func nextBlock(_ body: (Span<Int16>, AudioFormat) -> Void) throws(DecodingError) -> Bool {
    if let wasHandedOut = try mp3?.nextBlock(body) { return wasHandedOut }
    return try pcm?.nextBlock(body) ?? false
  }

  /// Makes the decoder ready for another stream of the same encoding.
  public mutating func reset() throws(DecodingError) {
    try mp3?.reset()
    try pcm?.reset()
  }

  /// What happened so far in this stream.
  public var summary: DecodingSummary {
    switch mp3 {
    case .some(let decoder): return decoder.summary
    case nil: break
    }
    switch pcm {
    case .some(let decoder): return decoder.summary
    case nil: return DecodingSummary()
    }
  }
}
