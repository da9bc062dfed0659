/// Finds the first audible frame of a signal: the one at which the root mean square of the last 10 ms reaches −40 dBFS.
///
/// The window looks back only, so the answer for a frame never changes with what follows, and a player that has decoded two
/// loud milliseconds knows it at once. The same rule judges what is decoded and what a recording of the sink holds.
public struct AudibleOnset: Sendable {
  /// The gate as the sum of squared samples over the window.
  private let gate: Int64
  private var window: [Int64]
  private var next = 0
  private var energy: Int64 = 0
  private var frame = 0
  private let channelCount: Int

  /// The first audible frame, counted from the first sample given; nil as long as there was none.
  public private(set) var onset: FrameCount?

  /// Makes a detector for interleaved samples of `format`. Allocates the window (10 ms).
  public init(_ format: AudioFormat) {
    let windowFrames = max(1, format.sampleRate / 100)
    let gateAmplitude = 327.67  // −40 dBFS of 32 767
    gate = Int64(gateAmplitude * gateAmplitude * Double(windowFrames * format.channelCount))
    window = Array(repeating: 0, count: windowFrames)
    channelCount = format.channelCount
  }

  /// Looks at further interleaved samples (whole frames). Neither locks nor allocates.
  public mutating func examine(_ samples: borrowing Span<Int16>) {
    guard onset == nil else { return }
    for start in stride(from: 0, to: samples.count - channelCount + 1, by: channelCount) {
      var square: Int64 = 0
      for channel in 0..<channelCount {
        let sample = Int64(samples[start + channel])
        square += sample * sample
      }
      energy += square - window[next]
      window[next] = square
      next = next + 1 == window.count ? 0 : next + 1
      if energy >= gate {
        onset = FrameCount(frame)
        return
      }
      frame += 1
    }
  }
}
