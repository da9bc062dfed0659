/// Finds the first audible frame of a signal: the one at which the root mean square of the last 10 ms reaches −40 dBFS.
///
/// The window looks back only, so the answer for a frame never changes with what follows, and a player that has decoded two
/// loud milliseconds knows it at once. It moves in steps of a tenth of its length, which takes ten sums and no memory that
/// depends on the format. The same rule judges what is decoded and what a recording of the sink holds.
package struct AudibleOnset: Sendable {
  /// Steps in a window.
  private static let stepCount = 10

  private let channelCount: Int
  private let framesPerStep: Int
  /// The gate as the sum of squared samples over the window.
  private let gate: Int64
  /// What each of the last steps added; the present one grows.
  private var steps = InlineArray<10, Int64>(repeating: 0)
  private var step = 0
  private var framesInStep = 0
  private var energy: Int64 = 0
  private var frame = 0

  /// The first audible frame, counted from the first sample given; nil as long as there was none.
  package private(set) var onset: FrameCount?

  /// Makes a detector for interleaved samples of `format`. Neither locks nor allocates.
  package init(_ format: AudioFormat) {
    channelCount = format.channelCount
    framesPerStep = max(1, format.sampleRate / (100 * Self.stepCount))
    let gateAmplitude = 327.67  // −40 dBFS of 32 767
    let samples = framesPerStep * Self.stepCount * format.channelCount
    gate = Int64(gateAmplitude * gateAmplitude * Double(samples))
  }

  /// Looks at further interleaved samples (whole frames). Neither locks nor allocates.
  package mutating func examine(_ samples: borrowing Span<Int16>) {
    guard onset == nil else { return }
    for start in stride(from: 0, to: samples.count - channelCount + 1, by: channelCount) {
      if framesInStep == framesPerStep { beginStep() }
      var square: Int64 = 0
      for channel in 0..<channelCount {
        let sample = Int64(samples[start + channel])
        square += sample * sample
      }
      steps[step] += square
      energy += square
      if energy >= gate {
        onset = FrameCount(frame)
        return
      }
      frame += 1
      framesInStep += 1
    }
  }

  private mutating func beginStep() {
    step = step + 1 == Self.stepCount ? 0 : step + 1
    energy -= steps[step]
    steps[step] = 0
    framesInStep = 0
  }
}
