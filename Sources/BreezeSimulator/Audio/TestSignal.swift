internal import AudioTypes
internal import Glibc

/// Sounds that are not speech, 24 kHz mono, −12 dBFS (RMS), never longer than ten minutes.
enum TestSignal {
  private static let rms = 0.25118864 * 32_768

  static func tone(milliseconds: Double) -> [Int16] {
    let step = 2 * Double.pi * 440 / Double(AudioFormat.speech.sampleRate)
    return (0..<sampleCount(milliseconds)).map { Int16(sin(Double($0) * step) * rms * 2.0.squareRoot()) }
  }

  /// Every sample is at least at −40 dBFS, so the sound begins with its first one.
  static func noise(milliseconds: Double, seed: UInt64) -> [Int16] {
    var random = SplitMix64(seed: seed)
    let peak = rms * 3.0.squareRoot()
    return (0..<sampleCount(milliseconds)).map { _ in
      let value = (2 * random.nextUnit() - 1) * peak
      return Int16(value < 0 ? min(value, -328) : max(value, 328))
    }
  }

  /// The FNV-1a hash: the same for the same text in every process, unlike Swift's.
  static func seed(for text: String) -> UInt64 {
    text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
  }

  private static func sampleCount(_ milliseconds: Double) -> Int {
    AudioFormat.speech.frameCount(in: min(milliseconds, 600_000).asMilliseconds).rawValue
  }
}
