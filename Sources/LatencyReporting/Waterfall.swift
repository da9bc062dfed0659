public import Playback

/// The report of one utterance as text for people: where the time went, step by step, and what came out of it.
public struct Waterfall: Sendable {
  private let report: UtteranceReport

  /// Makes the text form of `report`.
  public init(_ report: UtteranceReport) {
    self.report = report
  }

  /// The waterfall and the summary, without a line break at the end. Lines are as wide as `style` allows, and never narrower
  /// than 40 columns.
  public func text(_ style: TextStyle = TextStyle()) -> String {
    let width = max(style.width, 40)
    let summary = report.summary.map { $0.text(style, width: width) }
    return (bars(style, width: width) + [""] + summary).joined(separator: "\n")
  }

  /// A bar for each step that happened, on one axis from the command to the first audible sample.
  private func bars(_ style: TextStyle, width: Int) -> [String] {
    let steps = TimelineStep.all(in: report.marks)
    let whole = steps.compactMap { report.marks.duration(from: .command, to: $0.end) }.max() ?? .zero
    guard whole > .zero else { return ["Nothing was measured."] }
    let columns = width - Column.label - Column.figure - 2
    let end = whole.inMilliseconds
    let head =
      "0".padded(to: Column.label + Column.figure + 3, left: true) + end.padded(to: columns - 1, left: true)
    return (end.count + 2 <= columns ? [style.dim(head)] : [])
      + steps.compactMap { step in
        guard let start = report.marks.duration(from: .command, to: step.start),
          let duration = report.marks.duration(from: step.start, to: step.end)
        else { return nil }
        let bar = Bar(from: start / whole, to: (start + duration) / whole, columns: columns)
        let figure = duration.inMilliseconds.padded(to: Column.figure, left: true)
        return step.label.padded(to: Column.label) + figure + "  " + bar.text(style, step.party)
      }
  }
}

/// Columns that bars and summary share.
enum Column {
  static let label = 21
  static let figure = 10
}

/// A stretch of a line, as exact as the characters allow: an eighth of a column, or a whole one in ASCII.
private struct Bar {
  /// In eighths of a column.
  private let range: Range<Int>

  /// From one fraction of `columns` to another.
  init(from start: Double, to end: Double, columns: Int) {
    let eighths = columns * 8
    let first = min(max(Int(start * Double(eighths)), 0), eighths - 1)
    let last = min(max(Int((end * Double(eighths)).rounded()), 0), eighths)
    range = first..<max(last, first + 1)
  }

  func text(_ style: TextStyle, _ party: TimelineStep.Party) -> String {
    let column = range.lowerBound / 8
    let body = style.isUnicode ? blocks : String(repeating: "#", count: max(1, (range.upperBound + 4) / 8 - column))
    return String(repeating: " ", count: column) + style.colored(body, party)
  }

  /// There is no character for a block that begins in the middle of its column: the first column is as full as the bar's
  /// part of it, or, of a bar that goes on, whole.
  private var blocks: String {
    let (first, last) = (range.lowerBound / 8, (range.upperBound - 1) / 8)
    guard first < last else { return Self.partial(range.count) }
    return String(repeating: "█", count: last - first) + Self.partial(range.upperBound - last * 8)
  }

  private static func partial(_ eighths: Int) -> String {
    ["▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"][min(max(eighths, 1), 8) - 1]
  }
}
