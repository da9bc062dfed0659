extension PolicyResult {
  /// One section for all families together, with the verdict and the frontier, and one for each family.
  var sections: [Section] {
    var all = pooled.section
    all.verdicts = [verdict]
    return [all] + families.map(\.section)
  }

  fileprivate static let explanation = """
    Thousands of streams' arrivals, replayed in virtual time through the policy that plays. Times in ms. Start delay: from
    the first arrival to the first sample. Stall time: silence per utterance. Stalled: utterances with at least one stall.
    “Warm” is the adaptive policy without the first three utterances of each host. A fixed threshold dominates when neither
    its median start delay nor its total stall time is larger and one of them is smaller. At equal stall: the fixed
    threshold whose total stall time is the adaptive policy's, interpolated on a grid of thresholds, every 10 ms to 500 and
    every 50 ms to 2000.
    """

  private var verdict: Verdict {
    let fixed = pooled.fixedCostAtEqualStallTime(\.medianStartDelay)
    return Verdict(
      "policy: no fixed threshold dominates, and at equal stall time the median start delay is at most half of its",
      isMet: meetsGoal,
      "\(pooled.dominators.count) dominate; \(decimal(pooled.adaptive?.medianStartDelay ?? 0)) against "
        + "\(fixed.map(decimal) ?? "no") ms")
  }
}

extension PolicyResult.Scene {
  fileprivate var section: Section {
    var section = Section(
      "policy: \(name), \(adaptive?.utteranceCount ?? 0) utterances", explanation: PolicyResult.explanation)
    section.textTable = TextTable(
      heads: ["", "median", "mean", "p95", "stall time", "stalls", "stalled"], rows: shown.flatMap(rows))
    section.notes = [comparison]
    section.plots = [.frontier(frontier)]
    return section
  }

  private var shown: [PolicyPoint] {
    points.filter { $0.threshold.map(PolicyResult.shownThresholds.contains) ?? true }
  }

  private func rows(_ point: PolicyPoint) -> [[String]] {
    let warm = warm.first { $0.policy == point.policy && point.threshold == nil }
    return [point.row(point.policy)] + (warm.map { [$0.row("  warm")] } ?? [])
  }

  private var comparison: String {
    let names = dominators.map(\.policy)
    let dominated =
      switch names.count {
      case 0: "No fixed threshold dominates."
      case 1: "Dominated by \(names[0])."
      default: "Dominated by \(names.count) thresholds, \(names[0]) to \(names[names.count - 1])."
      }
    guard let median = fixedCostAtEqualStallTime(\.medianStartDelay),
      let mean = fixedCostAtEqualStallTime(\.meanStartDelay)
    else { return "At equal stall: no fixed threshold stalls so little. \(dominated)" }
    return "At equal stall: median \(decimal(median)), mean \(decimal(mean)) ms. \(dominated)"
  }

  private var frontier: PolicyFrontier {
    let learners = points.filter { $0.threshold == nil }.map {
      PolicyFrontier.Series(name: $0.policy, points: [$0.place], isOurs: $0.policy == adaptive?.policy)
    }
    let fixed = PolicyFrontier.Series(name: "fixed thresholds", points: fixed.map(\.place), isOurs: false)
    return PolicyFrontier(
      title: "Mean start delay against stall time per utterance, \(name)", series: learners + [fixed])
  }
}

extension PolicyPoint {
  fileprivate func row(_ name: String) -> [String] {
    [
      name, decimal(medianStartDelay), decimal(meanStartDelay), decimal(p95StartDelay), decimal(stallTimePerUtterance),
      "\(stallCount)", decimal(100 * stalledShare) + " %",
    ]
  }

  fileprivate var place: PolicyFrontier.Point {
    PolicyFrontier.Point(startDelayMs: meanStartDelay, stallMs: stallTimePerUtterance)
  }
}
