import AudioTypes
import PulseHarness
import Testing

/// How what was heard is held against what should have been.
enum Comparing {
  /// Expects the error of `heard` against some stretch of `decoded`, which begins with what the codec added, to be below
  /// −60 dBFS.
  static func expectDecoded(_ heard: [Int16], _ decoded: [Int16], sourceLocation: SourceLocation = #_sourceLocation)
    throws
  {
    try #require(heard.count > 2400 && decoded.count >= heard.count, sourceLocation: sourceLocation)
    let start = (0...decoded.count - heard.count).min {
      error(heard.prefix(240), decoded[$0...]) < error(heard.prefix(240), decoded[$1...])
    }
    let ratio = error(heard[...], decoded[(start ?? 0)...])
    #expect(ratio < 1e-6, "the power of the error is \(ratio) of full scale", sourceLocation: sourceLocation)
  }

  /// Expects every 50 ms of `heard` to resemble `original` most, and much, at the same distance, to 1 ms, from the first to the last.
  static func expectAligned(_ heard: [Int16], _ original: [Int16], sourceLocation: SourceLocation = #_sourceLocation)
    throws
  {
    let (window, tolerance) = (1200, 24)
    let first = best(original[2400..<2400 + window], in: heard, near: 2400, within: 2400)
    #expect(first.likeness > 0.5, "\(first)", sourceLocation: sourceLocation)
    for start in stride(from: 0, through: original.count - window, by: window) {
      let place = best(
        original[start..<start + window], in: heard, near: start + first.distance, within: 2 * tolerance)
      #expect(
        place.likeness > 0.5 && abs(place.distance) <= tolerance, "\(start): \(place)", sourceLocation: sourceLocation)
    }
  }

  /// Expects `whole`, but for at most `lost` at the seam of two recordings, or within one.
  static func expectSeam(
    _ first: [Int16], _ last: [Int16], _ whole: [Int16], lost: Int, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let begin = zip(first, whole).prefix { $0 == $1 }.count
    let end = zip(last.reversed(), whole.reversed()).prefix { $0 == $1 }.count
    let missing = whole.count - begin - end
    #expect(missing <= lost, "\(begin) + \(end) of \(whole.count) were heard", sourceLocation: sourceLocation)
  }

  /// The mean power of the difference, where 1 is full scale.
  private static func error(_ samples: ArraySlice<Int16>, _ others: ArraySlice<Int16>) -> Double {
    let sum = zip(samples, others).reduce(0.0) { sum, pair in
      let difference = Double(pair.0) - Double(pair.1)
      return sum + difference * difference
    }
    return sum / Double(samples.count) / (32_768 * 32_768)
  }

  /// Where in `heard`, from `center` on, `wanted` is found best, and how like it is: 1 is the same.
  private static func best(
    _ wanted: ArraySlice<Int16>, in heard: [Int16], near center: Int, within reach: Int
  ) -> (distance: Int, likeness: Double) {
    let places = max(0, center - reach)...max(0, center + reach)
    let likenesses = places.lazy.filter { $0 + wanted.count <= heard.count }.map { place in
      (place - center, likeness(wanted, heard[place..<place + wanted.count]))
    }
    return likenesses.max { $0.1 < $1.1 } ?? (0, 0)
  }

  private static func likeness(_ samples: ArraySlice<Int16>, _ others: ArraySlice<Int16>) -> Double {
    var (product, power, otherPower) = (0.0, 1.0, 1.0)
    for (sample, other) in zip(samples, others) {
      let (x, y) = (Double(sample), Double(other))
      product += x * y
      power += x * x
      otherPower += y * y
    }
    return product / (power * otherPower).squareRoot()
  }
}

extension Recording {
  /// From the first to the last sample that is not zero, and what lies between.
  var stretch: [Int16] {
    guard let first = samples.firstIndex(where: { $0 != 0 }), let last = samples.lastIndex(where: { $0 != 0 }) else {
      return []
    }
    return Array(samples[first...last])
  }
}
