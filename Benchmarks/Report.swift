import AudioTypes

/// One quantity, measured many times.
struct Measurement: Codable {
  let name: String
  let unit: String
  /// What the median must not exceed; nil when nothing is promised.
  let target: Double?
  /// In the order measured.
  private(set) var samples: [Double] = []

  init(_ name: String, unit: String = "ms", target: Double? = nil) {
    self.name = name
    self.unit = unit
    self.target = target
  }

  var statistics: Statistics? { Statistics(samples) }

  mutating func add(_ sample: Double) {
    samples.append(sample)
  }

  mutating func add(_ duration: Duration) {
    add(duration.milliseconds)
  }
}

/// One benchmark's table, and what has to be known to read it.
struct Section: Codable {
  let title: String
  /// What each row is, from where to where.
  let explanation: String
  var measurements: [Measurement] = []
  /// What is counted and not measured: failures, stalls.
  var notes: [String] = []

  init(_ title: String, explanation: String) {
    self.title = title
    self.explanation = explanation
  }
}

/// All that one run of the program found out.
struct Report: Codable {
  /// The format of the JSON file.
  var version = 1
  let machine: Machine
  var sections: [Section] = []
}
