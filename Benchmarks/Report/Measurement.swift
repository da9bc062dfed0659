import AudioTypes

/// One quantity, measured many times.
struct Measurement: Codable {
  let name: String
  let unit: String
  /// What the median must not exceed; nil when nothing is promised.
  let target: Double?
  /// In the order measured.
  private(set) var samples: [Double] = []
  /// Why nothing was measured; nil when it was tried.
  var absence: String?
  /// Attempts that gave no sample.
  private(set) var failures = 0

  init(_ name: String, unit: String = "ms", target: Double? = nil) {
    self.name = name
    self.unit = unit
    self.target = target
  }

  var statistics: Statistics? { Statistics(samples) }

  /// Takes in a sample; one that is no number, such as a ratio to nothing, is a failure.
  mutating func add(_ sample: Double) {
    if sample.isFinite { samples.append(sample) } else { failures += 1 }
  }

  mutating func add(_ duration: Duration) {
    add(duration.milliseconds)
  }

  mutating func addFailures(_ count: Int = 1) {
    failures += count
  }
}
