/// What the HTML report draws beside a table: data only, nothing about how it looks.
enum Plot: Codable, Equatable {
  case waterfall(Waterfall)
  case distributions(Distributions)
  case comparison(Comparison)
  case frontier(PolicyFrontier)
  case stalls(StallBars)
}

/// Spans of time of one typical run, one under the other.
struct Waterfall: Codable, Equatable {
  struct Span: Codable, Equatable {
    let name: String
    /// Milliseconds from the origin.
    let start: Double
    let end: Double
  }

  let title: String
  let spans: [Span]
}

/// Samples of several players, as cumulative distributions.
struct Distributions: Codable, Equatable {
  struct Series: Codable, Equatable {
    let name: String
    let samples: [Double]
    let isOurs: Bool
  }

  let title: String
  let unit: String
  let series: [Series]
}

/// One row of samples for each player, beside each other on a logarithmic axis.
struct Comparison: Codable, Equatable {
  let title: String
  let unit: String
  let rows: [Distributions.Series]
}

/// Start delay against stall time, one line for each kind of start policy.
struct PolicyFrontier: Codable, Equatable {
  struct Point: Codable, Equatable {
    let startDelayMs: Double
    let stallMs: Double
  }

  struct Series: Codable, Equatable {
    let name: String
    let points: [Point]
    let isOurs: Bool
  }

  let title: String
  let series: [Series]
}

/// Time stalled in each scene, one bar for each player.
struct StallBars: Codable, Equatable {
  struct Bar: Codable, Equatable {
    let name: String
    /// Median over the runs.
    let stalledMs: Double
    let isOurs: Bool
  }

  struct Scene: Codable, Equatable {
    let name: String
    let bars: [Bar]
  }

  let title: String
  let scenes: [Scene]
}
