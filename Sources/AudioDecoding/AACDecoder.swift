package import AudioTypes

/// Decodes AAC in ADTS frames with libavcodec.
///
/// The stream is cut into frames here, as with MP3, so that the library only sees whole ones. A frame it cannot decode is
/// skipped and counted as garbage. ADTS does not say how much silence its encoder put first, so nothing is cut off.
package struct AACDecoder: ~Copyable, AudioDecoder {
  private var scanner: FrameScanner<ADTSHeader>
  private var library: AVCodecHandle
  private var block: SampleBlock
  private var damaged = DamageCount()
  private var mayHoldAudio = false
  private var framesDecoded = FrameCount.zero

  /// Makes a decoder for any number of streams. Allocates, and the first one loads libavcodec: keep it off the audio thread.
  package init() throws(DecodingError) {
    library = try AVCodecHandle()
    scanner = FrameScanner(maximumFeed: Self.maximumFeed)
    block = SampleBlock(capacity: AVCodecHandle.mostSamples)
  }

  /// Takes all of `bytes`; never throws by itself.
  package mutating func feed(_ bytes: RawSpan) throws(DecodingError) {
    scanner.feed(bytes)
  }

  /// Says that no more bytes will come.
  package mutating func finish() {
    scanner.finish()
  }

  /// Hands out (a part of) one decoded frame: 1024 frames of PCM, or 2048 where a band was replicated.
  package mutating func nextBlock(_ body: (Span<Int16>, AudioFormat) -> Void) throws(DecodingError) -> Bool {
    while true {
      if let frames = block.handOut(atMost: Self.maximumBlockSamples, body) {
        framesDecoded += frames
        return true
      }
      if mayHoldAudio {
        mayHoldAudio = try library.receive(into: &block)
        continue
      }
      guard let frame = try scanner.next() else { return false }
      if frame.startsSegment { library.flush() }
      var isWhole = false
      try scanner.take(frame) { (bytes) throws(DecodingError) in isWhole = try library.send(bytes) }
      try damaged.note(frame.header.frameByteCount, isDamaged: !isWhole)
      mayHoldAudio = isWhole
    }
  }

  /// Makes the decoder ready for another stream.
  package mutating func reset() throws(DecodingError) {
    scanner.reset()
    library.flush()
    block.removeAll()
    damaged = DamageCount()
    mayHoldAudio = false
    framesDecoded = .zero
  }

  /// What happened so far in this stream.
  package var summary: DecodingSummary {
    var summary = scanner.summary
    damaged.move(into: &summary)
    summary.framesDecoded = framesDecoded
    return summary
  }
}
