/// One benchmark's table, and what has to be known to read it.
struct Section: Codable {
  let title: String
  /// What each row is, from where to where.
  let explanation: String
  var measurements: [Measurement] = []
  /// Figures that are no measurements of this run.
  var textTable: TextTable?
  /// What is counted and not measured: failures, stalls.
  var notes: [String] = []
  /// What was to be shown, and whether it was.
  var verdicts: [Verdict] = []
  /// What the HTML report draws of it.
  var plots: [Plot] = []

  init(_ title: String, explanation: String) {
    self.title = title
    self.explanation = explanation
  }
}
