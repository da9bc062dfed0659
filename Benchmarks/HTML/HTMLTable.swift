extension Section {
  /// More rows than this are folded away: the plots show what matters of them.
  private static let openRows = 12

  /// All figures of the section; none when there are none.
  var table: Markup {
    if measurements.isEmpty { return "" }
    guard measurements.count > Self.openRows else { return wholeTable }
    return "<details><summary>All figures (\(measurements.count) rows)</summary>\n\(wholeTable)</details>\n"
  }

  /// Scrolls sideways where it is wider than the page.
  private var wholeTable: Markup {
    let heads = ["", "n", "failed", "min", "median", "p95", "p99", "max", "IQR", "unit", "target"]
    return """
      <div class="scroll"><table>
      <thead><tr>\(heads.map { "<th>\(plain: $0)</th>" as Markup }.joined())</tr></thead>
      <tbody>
      \(measurements.map(\.row).joined())</tbody>
      </table></div>

      """
  }
}

extension TextTable {
  var markup: Markup {
    let lines = rows.map { row in "<tr>\(row.map { "<td>\(plain: $0)</td>" as Markup }.joined())</tr>\n" as Markup }
    return """
      <div class="scroll"><table>
      <thead><tr>\(heads.map { "<th>\(plain: $0)</th>" as Markup }.joined())</tr></thead>
      <tbody>
      \(lines.joined())</tbody>
      </table></div>

      """
  }
}

extension Measurement {
  fileprivate var row: Markup {
    if let absence {
      return "<tr><td>\(plain: name)</td><td class=\"absent\" colspan=\"10\">\(plain: absence)</td></tr>\n"
    }
    let cells = cells.map { "<td>\(plain: $0)</td>" as Markup }
    return "<tr><td>\(plain: name)</td>\(cells.joined())</tr>\n"
  }
}
