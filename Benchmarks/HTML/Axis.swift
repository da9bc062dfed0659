import Glibc

/// Puts values on a line of pixels.
struct Axis {
  enum Scale { case linear, logarithmic }

  let scale: Scale
  let pixels: ClosedRange<Double>
  /// The values at both ends, on ticks.
  let values: ClosedRange<Double>
  let ticks: [Double]

  /// An axis on which all `samples` have room. On a logarithmic one what is not positive stands at its low end.
  init(_ scale: Scale, _ samples: [Double], pixels: ClosedRange<Double>) {
    self.scale = scale
    self.pixels = pixels
    let finite = samples.filter(\.isFinite)
    switch scale {
    case .linear: ticks = Self.linearTicks(to: max(finite.max() ?? 0, 1e-3))
    case .logarithmic: ticks = Self.decades(finite.filter { $0 > 0 })
    }
    values = (ticks.first ?? 0)...(ticks.last ?? 1)
  }

  subscript(value: Double) -> Double {
    let held = min(max(value.isFinite ? value : values.lowerBound, values.lowerBound), values.upperBound)
    let fraction =
      switch scale {
      case .linear: (held - values.lowerBound) / (values.upperBound - values.lowerBound)
      case .logarithmic: log10(held / values.lowerBound) / log10(values.upperBound / values.lowerBound)
      }
    return pixels.lowerBound + fraction * (pixels.upperBound - pixels.lowerBound)
  }

  /// From zero in two to five steps of 1, 2 or 5 times a power of ten.
  private static func linearTicks(to top: Double) -> [Double] {
    let power = pow(10, floor(log10(top)))
    let step = [0.2, 0.5, 1, 2].map { $0 * power }.first { top / $0 <= 5 } ?? power
    return (0...Int((top / step).rounded(.up))).map { Double($0) * step }
  }

  /// Powers of ten, at least two; never finer than a tenth.
  private static func decades(_ samples: [Double]) -> [Double] {
    let low = Int(floor(log10(max(0.1, samples.min() ?? 1))))
    let high = max(low + 1, Int(ceil(log10(max(0.1, samples.max() ?? 10)))))
    return (low...high).map { pow(10, Double($0)) }
  }
}

/// A figure as short as it says enough: three digits.
func short(_ value: Double) -> String {
  guard value.magnitude < 1e15 else { return "–" }
  if value.magnitude >= 100 || value == value.rounded() { return "\(Int(value.rounded()))" }
  let digits = decimal(value)
  return value.magnitude >= 10 ? String(digits.dropLast()) : digits
}

/// A time, in seconds when it is long.
func shortTime(_ milliseconds: Double) -> String {
  milliseconds >= 1000 ? "\(short(milliseconds / 1000)) s" : "\(short(milliseconds)) ms"
}
