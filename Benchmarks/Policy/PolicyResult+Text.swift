extension PolicyResult {
  /// The tables, and what they come to.
  var text: String {
    let scenes = [pooled] + families
    return (scenes.map(\.text) + [Self.explanation, verdict]).joined(separator: "\n\n")
  }

  private static let explanation = """
    Start delay: from the first arrival to the first sample, in ms. Stall time: ms of silence per utterance. Stalled:
    utterances with at least one stall. “Warm” is the adaptive policy without the first three utterances of each host.
    “Equal stall”: the fixed threshold whose total stall time is the adaptive policy's, interpolated on a grid of
    thresholds, every 10 ms to 500 and every 50 ms to 2000; its median and mean start delay. A threshold dominates when neither its median
    start delay nor its total stall time is larger and one of them is smaller.
    """

  private var verdict: String {
    let fixed = pooled.fixedCostAtEqualStallTime(\.medianStartDelay)
    return """
      Goal, all families: no fixed threshold dominates (\(pooled.dominators.count) do), and the median start delay, \
      \(decimal(pooled.adaptive?.medianStartDelay ?? 0)) ms, is at most half of the \(fixed.map(decimal) ?? "(none)") ms of the \
      fixed threshold that stalls as long: \(meetsGoal ? "met" : "MISSED").
      """
  }
}

extension PolicyResult.Scene {
  fileprivate var text: String {
    let shown = points.filter { $0.threshold.map(PolicyResult.shownThresholds.contains) ?? true }
    var rows = [["", "median", "mean", "p95", "stall time", "stalls", "stalled"]]
    for point in shown {
      rows.append(point.row(point.policy))
      if point.threshold == nil, let warm = warm.first(where: { $0.policy == point.policy }) {
        rows.append(warm.row("  warm"))
      }
    }
    let count = adaptive?.utteranceCount ?? 0
    return "\(name) (\(count) utterances)\n" + table(rows) + "\n" + comparison
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
    else { return "Equal stall: no fixed threshold stalls so little. \(dominated)" }
    return "Equal stall: median \(decimal(median)), mean \(decimal(mean)) ms. \(dominated)"
  }

  private func table(_ rows: [[String]]) -> String {
    let widths = (rows.first ?? []).indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      zip(row, widths).enumerated().map { column, cell in
        let space = String(repeating: " ", count: cell.1 - cell.0.count)
        return column == 0 ? cell.0 + space : space + cell.0
      }.joined(separator: "  ")
    }.joined(separator: "\n")
  }
}

extension PolicyPoint {
  fileprivate func row(_ name: String) -> [String] {
    [
      name, decimal(medianStartDelay), decimal(meanStartDelay), decimal(p95StartDelay), decimal(stallTimePerUtterance),
      "\(stallCount)", decimal(100 * stalledShare) + " %",
    ]
  }
}
