import FoundationEssentials

extension Report {
  /// What stands above the tables.
  var header: String {
    """
    gust-bench \(machine.configuration) build · \(machine.cores) cores, \(machine.processor) · \(machine.kernel)
    load average before \(machine.loadAverage)\(machine.configuration == "debug" ? "\n\n" + Self.debugWarning : "")

    Columns: n samples and attempts that failed; of the samples min, median, p95, p99, max and interquartile range in the
    row's unit; target for the median, met (ok) or missed (MISSED).
    """
  }

  private static let debugWarning = """
    *** THIS IS A DEBUG BUILD. Its figures say nothing: build with -c release. ***
    """

  /// The report as pretty JSON, with every sample.
  func json() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    return try encoder.encode(self)
  }
}

extension Section {
  /// The table, and what is to be read with it.
  var text: String {
    let width = measurements.map(\.name.count).max() ?? 0
    let head = Self.row("", width, ["n", "failed", "min", "median", "p95", "p99", "max", "IQR", "unit", "target"])
    let rows = measurements.map { measurement in
      measurement.absence.map { "\(measurement.name.padded(to: width)) – \($0)" }
        ?? Self.row(measurement.name, width, measurement.cells)
    }
    let figures = textTable.map { [$0.text] } ?? []
    return
      (["## \(title)", explanation, ""] + (rows.isEmpty ? [] : [head]) + rows + figures + notes
      + verdicts.map(\.text))
      .joined(separator: "\n")
  }

  private static func row(_ name: String, _ width: Int, _ cells: [String]) -> String {
    name.padded(to: width) + cells.map { " " + $0.padded(to: 8, left: true) }.joined()
  }
}

extension Measurement {
  /// What a table shows beside the name, in the order of its head.
  var cells: [String] {
    let figures = statistics.map {
      [$0.minimum, $0.median, $0.p95, $0.p99, $0.maximum, $0.interquartileRange].map(decimal)
    }
    return ["\(samples.count)", "\(failures)"] + (figures ?? Array(repeating: "–", count: 6)) + [unit, targetCell]
  }

  private var targetCell: String {
    guard let target else { return "" }
    let isMet = statistics.map { $0.median <= target } ?? false
    return "≤\(target.formattedShort) \(isMet ? "ok" : "MISSED")"
  }
}

extension Verdict {
  fileprivate var text: String { "\(outcome.rawValue.uppercased()): \(claim) — \(figures)" }
}

extension Double {
  fileprivate var formattedShort: String { self == rounded() ? "\(Int(self))" : "\(self)" }
}

extension String {
  /// Filled up with spaces to `width` characters, on the left or on the right.
  func padded(to width: Int, left: Bool = false) -> String {
    let padding = String(repeating: " ", count: max(0, width - count))
    return left ? padding + self : self + padding
  }
}

/// A figure with two decimals; a dash for what is none.
func decimal(_ value: Double) -> String {
  guard value.magnitude < 1e15 else { return "–" }
  let hundredths = Int((value.magnitude * 100).rounded())
  let fraction = hundredths % 100
  return "\(value < 0 && hundredths > 0 ? "-" : "")\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction)"
}
