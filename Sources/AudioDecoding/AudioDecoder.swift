package import AudioTypes

/// Turns the bytes of one audio stream into PCM, piece by piece, as they come.
///
/// Made for the audio thread: feed a piece, take blocks until there are none, feed the next piece. No call waits, locks or
/// logs, and none of ours allocates after `init` (the MP3 library may). Any thread may own a decoder, one at a time.
///
/// After an error the stream is lost: only `summary` and `reset()` make sense then.
package protocol AudioDecoder: ~Copyable, Sendable {
  /// Takes all of `bytes`, which may end anywhere in a sample or frame.
  ///
  /// Call it only after `nextBlock` said that it needs more, and with at most `maximumFeed` bytes; anything else is an error
  /// in the program and traps.
  mutating func feed(_ bytes: RawSpan) throws(DecodingError)

  /// Says that no more bytes will come. What is left can still be taken with `nextBlock`.
  mutating func finish()

  /// Hands the next block of audio to `body`: whole frames of interleaved samples, at most `maximumBlockSamples` of them, free
  /// of the codec's leading silence. The span is valid only inside `body`.
  ///
  /// - Returns: false, without having called `body`, when more bytes are needed or, after `finish`, when all is out.
  mutating func nextBlock(_ body: (Span<Int16>, AudioFormat) -> Void) throws(DecodingError) -> Bool

  /// Makes the decoder ready for another stream; nothing of the former one stays behind.
  mutating func reset() throws(DecodingError)

  /// What happened so far in this stream.
  var summary: DecodingSummary { get }
}

extension AudioDecoder where Self: ~Copyable {
  /// The most bytes one `feed` takes.
  package static var maximumFeed: ByteCount { ByteCount(16_384) }

  /// The most samples (frames times channels) one block holds: all that one `feed` of PCM and a broken frame before it make.
  package static var maximumBlockSamples: Int { maximumFeed.rawValue / 2 + 32 }
}
