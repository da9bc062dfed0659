import AudioTypes

/// Measures the samples of an utterance as they are written, block by block. Audio thread; neither locks nor allocates.
struct LoudnessMeter {
  private let track: LoudnessTrack
  private(set) var format = AudioFormat.speech
  /// The block that is being measured.
  private var index = 0
  /// Samples of it that are still to come.
  private var missing: Int
  private var sum = UInt64(0)
  private var count = 0
  private var peak = UInt16(0)

  init(_ track: LoudnessTrack) {
    self.track = track
    missing = Self.boundary(1, format) * format.channelCount
  }

  /// The next sample is the first of `frame`, in `format`: either may have changed.
  mutating func move(to frame: FrameCount, _ format: AudioFormat) {
    self.format = format
    index = frame.rawValue * LoudnessTrack.blocksPerSecond / format.sampleRate
    missing = (Self.boundary(index + 1, format) - frame.rawValue) * format.channelCount
    (sum, count, peak) = (0, 0, 0)
  }

  mutating func take(_ sample: Int16) {
    let magnitude = sample.magnitude
    sum &+= UInt64(magnitude) &* UInt64(magnitude)
    count &+= 1
    peak = max(peak, magnitude)
    guard count >= missing else { return }
    publish()
    beginBlock()
  }

  /// Lets others see what there is of a block that is not whole.
  func publish() {
    guard count > 0 else { return }
    let power = Float(sum) / Float(count) / (32_768 * 32_768)
    track.store(LoudnessTrack.Block(power: power, peak: peak), at: index)
  }

  /// What follows, up to `end`, is silent: it was taken back.
  mutating func silence(until end: FrameCount) {
    publish()
    let last = end.rawValue * LoudnessTrack.blocksPerSecond / format.sampleRate
    while index < last {
      beginBlock()
      track.store(LoudnessTrack.Block(power: 0, peak: 0), at: index)
    }
  }

  private mutating func beginBlock() {
    index += 1
    missing = (Self.boundary(index + 1, format) - Self.boundary(index, format)) * format.channelCount
    (sum, count, peak) = (0, 0, 0)
  }

  /// The first frame of the block `index`.
  private static func boundary(_ index: Int, _ format: AudioFormat) -> Int {
    (index * format.sampleRate + LoudnessTrack.blocksPerSecond - 1) / LoudnessTrack.blocksPerSecond
  }
}
