/// Finds where clauses end: at commas, semicolons, colons, dashes and dots of omission, which ICU has no rules for.
enum Clauses {
  /// End a clause where white space follows: not in "1,000" or "3:15".
  private static let marks = Set(",;:،؛٬–…·".utf16)
  /// End one whatever follows: they are written without white space.
  private static let wideMarks = Set("、，；：—､﹐﹑﹔﹕".utf16)
  private static let closing = Set("\"'”’»›)]}」』）】》〉〕］｝".utf16)

  /// The ends of clauses in the stretch, ascending. What is still open is none.
  static func ends(in stretch: Stretch) -> [Int] {
    let units = stretch.units
    return units.indices.compactMap { index in
      let isWide = wideMarks.contains(units[index])
      guard isWide || marks.contains(units[index]) || isSpacedSign(units, index) else { return nil }
      var end = index + 1
      while end < units.count, closing.contains(units[end]) || units[end] == units[index] { end += 1 }
      guard end < units.count, isWide || units[end].isSpace, stretch.isCharacterBorder(end) else { return nil }
      return end
    }
  }

  /// The last of three dots, and a hyphen that stands for a dash.
  private static func isSpacedSign(_ units: [UInt16], _ index: Int) -> Bool {
    guard index >= 2 else { return false }
    if units[index] == 0x2E { return units[index - 1] == 0x2E && units[index - 2] == 0x2E }
    return units[index] == 0x2D && (units[index - 1].isSpace || units[index - 1] == 0x2D)
  }
}
