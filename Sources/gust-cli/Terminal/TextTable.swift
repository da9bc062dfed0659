/// Rows of text in columns, for people.
struct TextTable {
  /// One column.
  struct Column {
    let title: String
    /// Whether it is shown whole even where there is no room: what people copy from it must be right.
    let isWhole: Bool

    init(_ title: String, isWhole: Bool = false) {
      self.title = title
      self.isWhole = isWhole
    }
  }

  let columns: [Column]
  /// As many cells each as there are columns.
  private(set) var rows: [[String]] = []

  private static let gap = 2
  private static let leastWidth = 4

  init(_ columns: [Column]) {
    self.columns = columns
  }

  mutating func add(_ cells: [String]) {
    rows.append(cells)
  }

  /// The table with its titles, a line each, without a line break at the end; columns in which nothing stands are left out.
  ///
  /// - Parameter width: how many columns of a terminal the lines may take; nil cuts nothing.
  func text(width: Int?) -> String {
    let used = columns.indices.filter { index in rows.contains { !$0[index].isEmpty } || columns[index].isWhole }
    let widths = widths(of: used, within: width)
    let gap = String(repeating: " ", count: Self.gap)
    let lines = [columns.map(\.title)] + rows
    return lines.map { cells in
      let line = zip(used, widths).map { cells[$0].fitted(to: $1) }.joined(separator: gap)
      return String(line.reversed().drop { $0 == " " }.reversed())
    }.joined(separator: "\n")
  }

  /// How wide each column is; those that stand last go first when there is no room.
  private func widths(of used: [Int], within width: Int?) -> [Int] {
    var widths = used.map { index in
      max(columns[index].title.columnCount, rows.map { $0[index].columnCount }.max() ?? 0)
    }
    guard let width else { return widths }
    func total() -> Int { widths.reduce(0, +) + Self.gap * max(0, widths.count - 1) }
    while total() > width {
      let places = widths.indices.filter { !columns[used[$0]].isWhole && widths[$0] > Self.leastWidth }
      if let widest = places.max(by: { widths[$0] < widths[$1] }) {
        widths[widest] -= 1
      } else if let last = widths.indices.last, !columns[used[last]].isWhole {
        widths.removeLast()
      } else {
        break
      }
    }
    return widths
  }
}

extension String {
  /// How many columns of a terminal it takes: two for characters of East Asian scripts and for pictures, none for marks that
  /// go over the character before.
  var columnCount: Int { reduce(0) { $0 + $1.columnCount } }

  /// In exactly `width` columns, cut with an ellipsis or filled with spaces.
  func fitted(to width: Int) -> String {
    let count = columnCount
    if count <= width { return self + String(repeating: " ", count: width - count) }
    var (text, taken) = ("", 0)
    for character in self {
      guard taken + character.columnCount < width else { break }
      text.append(character)
      taken += character.columnCount
    }
    return text + "…" + String(repeating: " ", count: width - taken - 1)
  }
}

extension Character {
  /// See `String.columnCount`. By Unicode's East Asian Width (UAX #11), in blocks.
  fileprivate var columnCount: Int {
    guard let scalar = unicodeScalars.first else { return 0 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .control, .format: return 0
    default: break
    }
    let isWide =
      switch scalar.value {
      case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF,
        0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1FAFF,
        0x20000...0x3FFFD:
        true
      default: unicodeScalars.contains("\u{FE0F}")
      }
    return isWide ? 2 : 1
  }
}
