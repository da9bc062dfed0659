public import AudioTypes

/// What a monitor recorded, and how to look at it.
public struct Recording: Sendable {
  /// Some frames that came together.
  public struct Fragment: Sendable {
    /// The frame behind its last one.
    public let end: FrameCount
    /// When it was read.
    public let readAt: MonotonicInstant

    /// Makes a fragment, read or made up.
    public init(end: FrameCount, readAt: MonotonicInstant) {
      self.end = end
      self.readAt = readAt
    }
  }

  /// Interleaved samples.
  public let samples: [Int16]
  /// What they were recorded at.
  public let format: AudioFormat
  /// When frame 0 was taken at the sink, as nearly as the recorder can tell: −3 to 0 ms off has been seen.
  public let origin: MonotonicInstant
  /// How it came, in order; empty when it is made up.
  public let fragments: [Fragment]

  /// Makes a recording, from a monitor or made up.
  public init(samples: [Int16], format: AudioFormat, origin: MonotonicInstant, fragments: [Fragment] = []) {
    self.samples = samples
    self.format = format
    self.origin = origin
    self.fragments = fragments
  }

  /// How many whole frames there are.
  public var frameCount: FrameCount { FrameCount(samples.count / format.channelCount) }

  /// When `frame` was taken at the sink.
  public func instant(ofFrame frame: FrameCount) -> MonotonicInstant {
    origin.advanced(by: format.duration(of: frame))
  }

  /// When `frame` had come out of the monitor: the read time of its fragment. Never too early, and not shifted by samples
  /// that the monitor lost or repeated before, as `instant(ofFrame:)` is. Nil beyond the end.
  public func arrival(ofFrame frame: FrameCount) -> MonotonicInstant? {
    fragments.first { $0.end > frame }?.readAt
  }

  /// The first frame of the first 10 ms that are audible: −40 dBFS RMS or more. Looks at every millisecond.
  public var firstAudibleFrame: FrameCount? {
    windows.first(where: isAudible).map { FrameCount($0) }
  }

  /// The last frame of the last 10 ms that are audible.
  public var lastAudibleFrame: FrameCount? {
    windows.reversed().first(where: isAudible).map { FrameCount($0 + window - 1) }
  }

  /// The first frame with a sample beyond ±`threshold`: sharper than `firstAudibleFrame`, for signals with a hard onset.
  public func firstFrame(louderThan threshold: Int) -> FrameCount? {
    samples.firstIndex { abs(Int($0)) > threshold }.map { FrameCount($0 / format.channelCount) }
  }

  /// The last frame with a sample beyond ±`threshold`.
  public func lastFrame(louderThan threshold: Int) -> FrameCount? {
    samples.lastIndex { abs(Int($0)) > threshold }.map { FrameCount($0 / format.channelCount) }
  }

  /// Where exactly these samples, every bit, begin; at or after `start`. Nil when they are nowhere, or are all zero.
  public func find(_ wanted: [Int16], from start: FrameCount = .zero) -> FrameCount? {
    // Silence matches nearly everywhere, so candidates are where the first other sample lies.
    guard let anchor = wanted.firstIndex(where: { $0 != 0 }) else { return nil }
    let channels = format.channelCount
    let last = samples.count - wanted.count
    for offset in stride(from: start.rawValue * channels, through: last, by: channels)
    where samples[offset + anchor] == wanted[anchor] && samples[offset..<offset + wanted.count].elementsEqual(wanted) {
      return FrameCount(offset / channels)
    }
    return nil
  }

  /// The stretches of at least `duration` in which no sample goes beyond ±`threshold`, including those at both ends.
  public func silences(atLeast duration: Duration, threshold: Int = 0) -> [Range<FrameCount>] {
    let shortest = max(1, format.frameCount(in: duration).rawValue)
    var silences: [Range<FrameCount>] = []
    var start = 0
    for frame in 0...frameCount.rawValue where frame == frameCount.rawValue || isLoud(frame, threshold) {
      if frame - start >= shortest { silences.append(FrameCount(start)..<FrameCount(frame)) }
      start = frame + 1
    }
    return silences
  }

  /// The root mean square of some frames, where 1 is full scale.
  public func rms(_ frames: Range<FrameCount>) -> Double {
    let range = frames.lowerBound.rawValue * format.channelCount..<frames.upperBound.rawValue * format.channelCount
    let inside = samples[range.clamped(to: samples.indices)]
    guard !inside.isEmpty else { return 0 }
    let power = inside.reduce(0.0) { $0 + Double($1) * Double($1) }
    return (power / Double(inside.count)).squareRoot() / 32768
  }

  private var window: Int { max(1, format.sampleRate / 100) }

  private var windows: StrideTo<Int> {
    stride(from: 0, to: frameCount.rawValue - window + 1, by: max(1, format.sampleRate / 1000))
  }

  private func isAudible(_ start: Int) -> Bool {
    rms(FrameCount(start)..<FrameCount(start + window)) >= 0.01
  }

  private func isLoud(_ frame: Int, _ threshold: Int) -> Bool {
    let start = frame * format.channelCount
    return samples[start..<start + format.channelCount].contains { abs(Int($0)) > threshold }
  }
}
