import AudioTypes

/// Cuts off the silence an MP3 encoder and decoder put before the audio, where no tag told the library to do so.
///
/// The rule, in frames at the stream's own rate whatever the channels:
/// - the first 529 are the decoder's delay and always dropped;
/// - the next 576 are the delay of LAME and all made from it, with nothing in them but the codec's forerunners of what
///   follows: they are dropped up to the first audible frame (`AudibleOnset`), for one that is louder is another encoder's,
///   unless what follows the 576 in the same block is four times as loud: then it is a forerunner, too;
/// - nothing is dropped after 1105.
/// What is dropped is decided as it comes; nothing is held back to decide.
struct LeadingTrim {
  private static let decoderDelay = 529
  private static let encoderDelay = 576

  private var position = 0
  private var isOver = false
  private var onset = AudibleOnset(.speech)
  private var format = AudioFormat.speech

  /// Ends the trim: the library cuts by the encoder's tag.
  mutating func stop() {
    isOver = true
  }

  /// How many of the frames at the start of `pcm`, the stream's next block, to drop.
  mutating func framesToDrop(from pcm: Span<Int16>, format: AudioFormat) -> FrameCount {
    guard !isOver else { return .zero }
    prepare(for: format)
    let channels = format.channelCount
    let count = pcm.count / channels
    let unheard = min(max(0, Self.decoderDelay - position), count)
    let end = min(count, Self.decoderDelay + Self.encoderDelay - position)
    if unheard < end { onset.examine(pcm.extracting(unheard * channels..<end * channels)) }
    var dropped = onset.onset.map { Self.decoderDelay + $0.rawValue - position } ?? end
    if dropped < end, end < count {
      let forerunner = pcm.extracting(dropped * channels..<end * channels)
      if 16 * forerunner.meanSquare < pcm.extracting(end * channels..<count * channels).meanSquare { dropped = end }
    }
    isOver = dropped < count
    position += dropped
    return FrameCount(dropped)
  }

  private mutating func prepare(for format: AudioFormat) {
    guard position == 0, format != self.format else { return }
    self.format = format
    onset = AudibleOnset(format)
  }
}

extension Span<Int16> {
  fileprivate var meanSquare: Int {
    var sum = 0
    for index in indices { sum += Int(self[index]) * Int(self[index]) }
    return sum / Swift.max(1, count)
  }
}
