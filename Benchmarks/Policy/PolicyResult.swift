import AudioTypes

/// What one policy cost the listeners of a scene. Times in milliseconds.
struct PolicyPoint: Codable {
  let policy: String
  /// Of a fixed policy; nil of one that learns.
  let threshold: Int?
  let utteranceCount: Int
  /// From the first arrival to the first sample.
  let medianStartDelay: Double
  let meanStartDelay: Double
  let p95StartDelay: Double
  /// Over all utterances together.
  let stallTime: Double
  let stallCount: Int
  /// Of utterances with at least one stall, 0…1.
  let stalledShare: Double

  init(_ policy: ComparedPolicy, _ outcomes: [ReplayOutcome]) {
    let delays = outcomes.map(\.startDelay.milliseconds)
    let statistics = Statistics(delays)
    let count = Double(max(outcomes.count, 1))
    self.policy = policy.name
    threshold = if case .fixed(let milliseconds) = policy { milliseconds } else { nil }
    utteranceCount = outcomes.count
    medianStartDelay = statistics?.median ?? 0
    meanStartDelay = delays.reduce(0, +) / count
    p95StartDelay = statistics?.p95 ?? 0
    stallTime = outcomes.reduce(0) { $0 + $1.stallTime.milliseconds }
    stallCount = outcomes.reduce(0) { $0 + $1.stallCount }
    stalledShare = Double(outcomes.count { $0.stallCount > 0 }) / count
  }

  var stallTimePerUtterance: Double { stallTime / Double(max(utteranceCount, 1)) }

  /// No worse in median start delay and in total stall time, and better in one of them.
  func dominates(_ other: PolicyPoint) -> Bool {
    medianStartDelay <= other.medianStartDelay && stallTime <= other.stallTime
      && (medianStartDelay < other.medianStartDelay || stallTime < other.stallTime)
  }
}

/// What the replay of all policies came to: data for a table, for JSON, and for a plot of start delay against stall time.
struct PolicyResult: Codable {
  /// One family, or all together.
  struct Scene: Codable {
    let name: String
    /// The policies that learn, then the fixed ones by threshold: the frontier.
    let points: [PolicyPoint]
    /// The adaptive policy without the first three utterances of each host.
    let warm: [PolicyPoint]

    var adaptive: PolicyPoint? { points.first { $0.policy == ComparedPolicy.adaptive.name } }
    var fixed: [PolicyPoint] { points.filter { $0.threshold != nil } }
    var dominators: [PolicyPoint] { adaptive.map { own in fixed.filter { $0.dominates(own) } } ?? [] }

    /// What the fixed threshold would cost in `cost` that stalls as long as the adaptive policy does, all in all: of the
    /// frontier, made to fall with the threshold, the line between the two neighbours in stall time is taken. Nil when no
    /// fixed threshold stalls that little.
    func fixedCostAtEqualStallTime(_ cost: KeyPath<PolicyPoint, Double>) -> Double? {
      guard let stallTime = adaptive?.stallTime else { return nil }
      var before: PolicyPoint?
      for point in fixed {
        if point.stallTime <= stallTime {
          guard let before, before.stallTime > point.stallTime else { return point[keyPath: cost] }
          let part = (before.stallTime - stallTime) / (before.stallTime - point.stallTime)
          return before[keyPath: cost] + part * (point[keyPath: cost] - before[keyPath: cost])
        }
        if point.stallTime < before?.stallTime ?? .infinity { before = point }
      }
      return nil
    }
  }

  let pooled: Scene
  let families: [Scene]

  /// Every 10 ms up to 500 ms, then every 50 up to the longest there is.
  static let frontier = Array(stride(from: 0, to: 500, by: 10)) + Array(stride(from: 500, through: 2000, by: 50))
  static let shownThresholds = [0, 50, 100, 250, 500, 1000]
  static let learners: [ComparedPolicy] = [.adaptive, .netEq(percent: 95), .netEq(percent: 97)]

  /// No fixed threshold is at least as good in both, and at equal stall time its median start delay is at most half.
  var meetsGoal: Bool {
    guard let own = pooled.adaptive, pooled.dominators.isEmpty else { return false }
    // Where no fixed threshold stalls that little there is nothing to be beaten by.
    guard let fixed = pooled.fixedCostAtEqualStallTime(\.medianStartDelay) else { return true }
    return own.medianStartDelay <= fixed / 2
  }
}
