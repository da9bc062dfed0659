import AudioTypes

/// Cuts off the silence an MP3 encoder and decoder put before the audio, where no tag told the library to do so.
///
/// The rule, in frames at the stream's own rate whatever the channels:
/// - the first 529 are the decoder's delay and always dropped;
/// - the next 576 are the delay of LAME and all made from it: each is dropped while it is quiet (every sample within
///   −40 dBFS), and the first that is not ends the trim, for then another encoder may have made it;
/// - nothing is dropped after 1105.
/// Each frame is judged by itself, as it comes; nothing is held back to decide.
struct LeadingTrim {
  private static let decoderDelay = 529
  private static let encoderDelay = 576
  /// −40 dB of full scale.
  private static let quiet: ClosedRange<Int16> = -328...328

  private var position = 0
  private var isOver = false

  /// Ends the trim: the library cuts by the encoder's tag.
  mutating func stop() {
    isOver = true
  }

  /// How many of the frames at the start of `pcm`, the stream's next block, to drop.
  mutating func framesToDrop(from pcm: Span<Int16>, format: AudioFormat) -> FrameCount {
    guard !isOver else { return .zero }
    let count = pcm.count / format.channelCount
    var dropped = 0
    while dropped < count, !isOver {
      isOver = mustPlay(dropped, of: pcm, format)
      if !isOver { dropped += 1 }
    }
    position += dropped
    return FrameCount(dropped)
  }

  private func mustPlay(_ index: Int, of pcm: Span<Int16>, _ format: AudioFormat) -> Bool {
    let frame = position + index
    if frame < Self.decoderDelay { return false }
    if frame >= Self.decoderDelay + Self.encoderDelay { return true }
    let first = index * format.channelCount
    for sample in first..<first + format.channelCount
    where !Self.quiet.contains(pcm[sample]) {
      return true
    }
    return false
  }
}
