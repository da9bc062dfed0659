/// A table whose cells are figures made of many samples, not samples.
struct TextTable: Codable, Equatable {
  /// The first is that of the rows' names.
  let heads: [String]
  let rows: [[String]]

  /// In columns, the first one's text to the left and the others' to the right.
  var text: String {
    let lines = [heads] + rows
    let widths = heads.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
    return lines.map { line in
      zip(line, widths).enumerated().map { column, cell in cell.0.padded(to: cell.1, left: column > 0) }
        .joined(separator: "  ")
    }.joined(separator: "\n")
  }
}
