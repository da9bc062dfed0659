import AudioTypes
import PulseHarness

/// What the monitor says of one continuous sound: when it began, where it was interrupted, how much of it there was.
struct Hearing: Equatable {
  let first: FrameCount
  let last: FrameCount
  /// Silences inside it.
  let gaps: [Range<FrameCount>]

  /// Silences shorter than this are not stalls: a sound server that rewinds may lose some samples.
  static let shortestGap = Duration.milliseconds(2)
  /// Beyond this is sound; noise of -12 dBFS stays below it for a few samples at most.
  private static let threshold = 100

  /// Listens to a recording; nil when nothing is audible.
  init?(_ take: Take) {
    guard let first = take.firstAudible, let last = take.lastAudible, first < last else { return nil }
    self.first = first
    self.last = last
    let channels = take.recording.format.channelCount
    let sound = Recording(
      samples: Array(take.recording.samples[first.rawValue * channels...last.rawValue * channels]),
      format: take.recording.format, origin: take.recording.origin)
    gaps = sound.silences(atLeast: Self.shortestGap, threshold: Self.threshold).map {
      first + $0.lowerBound..<first + $0.upperBound
    }
  }

  var gapFrames: FrameCount {
    gaps.reduce(.zero) { $0 + ($1.upperBound - $1.lowerBound) }
  }

  /// How much sounded.
  var soundingFrames: FrameCount { last - first + FrameCount(1) - gapFrames }

  func stalledTime(at format: AudioFormat) -> Duration { format.duration(of: gapFrames) }

  /// How much of `expected` was never heard; not negative, since rewinds also repeat samples.
  func missing(of expected: Duration, at format: AudioFormat) -> Duration {
    max(.zero, expected - format.duration(of: soundingFrames))
  }
}
