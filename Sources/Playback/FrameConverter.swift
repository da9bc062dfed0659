import AudioTypes
import Glibc

/// Turns frames of one rate and channel count into frames of another, for sinks that have no sound server to do so: band-limited
/// interpolation with a windowed sinc, one frame in, one frame out, nothing allocated on the way.
///
/// The first frame that comes out lies where the first that went in does.
struct FrameConverter {
  private let source: AudioFormat
  private let target: AudioFormat
  /// Weights of the frames around a point, by how far it lies from a frame to the next, in `phases` steps.
  private let weights: [Float]
  private let taps: Int
  /// The latest `taps` frames, as the target's channels, twice, so that they always lie in a row.
  private var window: [Float]
  private var oldest = 0
  /// How far the next frame lies behind the middle of the window, in `target.sampleRate`-ths.
  private var offset = 0
  /// How many frames have to be taken before the next one can be made.
  private var missing: Int

  private static let phases = 256

  init(from source: AudioFormat, to target: AudioFormat) {
    (self.source, self.target) = (source, target)
    // Going down, what the target cannot hold is cut off, which takes as many more frames to see; beyond 8 : 1 less exactly.
    let ratio = min(8, max(1, Double(source.sampleRate) / Double(target.sampleRate)))
    taps = 2 * Int((16 * ratio).rounded(.up))
    weights = Self.sinc(taps: taps, cutoff: 0.95 / ratio)
    window = Array(repeating: 0, count: 2 * taps * target.channelCount)
    missing = taps / 2 + 1
  }

  /// Whether a frame has to be taken before one can be made.
  var needsFrame: Bool { missing > 0 }

  /// Takes the frame whose first sample lies at `index`.
  mutating func take(_ samples: borrowing Span<Int16>, at index: Int) {
    let channels = target.channelCount
    for channel in 0..<channels {
      let value = mixed(samples, index, channel)
      window[oldest * channels + channel] = value
      window[(oldest + taps) * channels + channel] = value
    }
    oldest = (oldest + 1) % taps
    missing -= 1
  }

  /// Makes the next frame, sample by sample.
  mutating func make(_ give: (Int16) -> Void) {
    let channels = target.channelCount
    let position = Float(offset) * Float(Self.phases) / Float(target.sampleRate)
    let phase = min(Int(position), Self.phases - 1)
    let between = position - Float(phase)
    for channel in 0..<channels {
      var sum: Float = 0
      for tap in 0..<taps {
        let (near, far) = (weights[phase * taps + tap], weights[(phase + 1) * taps + tap])
        sum += window[(oldest + tap) * channels + channel] * (near + (far - near) * between)
      }
      give(Int16(max(-32768, min(32767, sum.rounded()))))
    }
    offset += source.sampleRate
    missing += offset / target.sampleRate
    offset %= target.sampleRate
  }

  /// One channel goes to all, all go into one, and otherwise each to its own.
  private func mixed(_ samples: borrowing Span<Int16>, _ index: Int, _ channel: Int) -> Float {
    if source.channelCount == 1 { return Float(samples[index]) }
    if target.channelCount == 1 {
      var sum: Float = 0
      for other in 0..<source.channelCount { sum += Float(samples[index + other]) }
      return sum / Float(source.channelCount)
    }
    return channel < source.channelCount ? Float(samples[index + channel]) : 0
  }

  /// For each of `phases` + 1 places from a frame to the next the weights of the frames around, which sum up to 1.
  private static func sinc(taps: Int, cutoff: Double) -> [Float] {
    (0...phases).flatMap { phase in
      let raw = (0..<taps).map { tap in
        let distance = Double(tap - (taps / 2 - 1)) - Double(phase) / Double(phases)
        let angle = Double.pi * distance * cutoff
        let edge = distance / Double(taps / 2)
        // Blackman's window: side lobes below −58 dB, with the sinc's own below −74 dB.
        let fade = abs(edge) >= 1 ? 0 : 0.42 + 0.5 * cos(.pi * edge) + 0.08 * cos(2 * .pi * edge)
        return (angle == 0 ? 1 : sin(angle) / angle) * fade
      }
      let sum = raw.reduce(0, +)
      return raw.map { Float($0 / sum) }
    }
  }
}
