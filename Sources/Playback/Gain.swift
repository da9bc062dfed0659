import AudioTypes

/// A volume applied to samples as they are written: 1 leaves every bit as it is.
struct Gain {
  private let factor: Float

  /// Makes a gain of `factor`, held between 0 (silence) and 4.
  init(_ factor: Double) {
    self.factor = factor.isFinite ? Float(min(max(factor, 0), 4)) : 1
  }

  func apply(to sample: Int16) -> Int16 {
    factor == 1 ? sample : Int16(clamping: Int((Float(sample) * factor).rounded()))
  }
}

extension AudioFormat {
  /// The format that buffers are sized for; others that need more room per second hold less time.
  static let widest = AudioFormat(sampleRate: 48_000, channelCount: 2) ?? .speech
}
