/// What a table shows of some samples.
struct Statistics: Codable, Equatable {
  let count: Int
  let minimum: Double
  let median: Double
  /// The 95th percentile.
  let p95: Double
  /// The 99th percentile; with fewer than a hundred samples hardly less than the maximum.
  let p99: Double
  let maximum: Double
  /// The interquartile range: the middle half of the samples spans this much.
  let interquartileRange: Double

  /// Sums up `samples`; nil when there are none.
  init?(_ samples: [Double]) {
    let sorted = samples.sorted()
    guard let first = sorted.first, let last = sorted.last else { return nil }
    count = sorted.count
    minimum = first
    median = Self.quantile(0.5, of: sorted)
    p95 = Self.quantile(0.95, of: sorted)
    p99 = Self.quantile(0.99, of: sorted)
    maximum = last
    interquartileRange = Self.quantile(0.75, of: sorted) - Self.quantile(0.25, of: sorted)
  }

  /// Between two samples it lies on the line that joins them (type 7 of Hyndman and Fan 1996).
  private static func quantile(_ fraction: Double, of sorted: [Double]) -> Double {
    let position = fraction * Double(sorted.count - 1)
    let below = sorted[Int(position)]
    let above = sorted[min(Int(position) + 1, sorted.count - 1)]
    return below + (above - below) * (position - position.rounded(.down))
  }
}
