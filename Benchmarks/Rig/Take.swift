import AudioTypes
import PulseHarness

/// A part of what the monitor recorded.
struct Take {
  let recording: Recording
  let start: FrameCount

  /// The first audible frame.
  var firstAudible: FrameCount? {
    onset(of: recording.samples[firstSample...]).map { start + $0 }
  }

  /// The last audible frame, which is the first one backwards.
  var lastAudible: FrameCount? {
    onset(of: recording.samples[firstSample...].reversed()).map { recording.frameCount - $0 - FrameCount(1) }
  }

  /// When the first audible frame had come out of the monitor.
  var firstAudibleAt: MonotonicInstant? { firstAudible.flatMap(recording.arrival) }

  /// When the last audible frame had come out of the monitor.
  var lastAudibleAt: MonotonicInstant? { lastAudible.flatMap(recording.arrival) }

  private var firstSample: Int { start.rawValue * recording.format.channelCount }

  private func onset(of samples: some Sequence<Int16>) -> FrameCount? {
    var detector = AudibleOnset(recording.format)
    let samples = Array(samples)
    detector.examine(samples.span)
    return detector.onset
  }
}
