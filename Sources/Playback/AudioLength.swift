import AudioTypes

/// How long many frames sound together, to within a nanosecond: pieces are counted, not their rounded durations added up.
struct AudioLength {
  /// Of what was added last.
  private(set) var format = AudioFormat.speech
  /// Frames since the format last changed.
  private(set) var frames = FrameCount.zero
  private var before = Duration.zero

  mutating func add(_ count: FrameCount, _ format: AudioFormat) {
    if format != self.format {
      before = total
      self.format = format
      frames = .zero
    }
    frames = frames + count
  }

  var total: Duration { before + format.duration(of: frames) }
}
