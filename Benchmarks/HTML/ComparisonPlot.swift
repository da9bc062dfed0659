/// One row for each player: every sample a dot, the median a bar from the low end, on a logarithmic axis.
extension Comparison {
  var markup: Markup {
    let rowHeight = 36.0
    let sorted = rows.compactMap { row in Statistics(row.samples).map { (row, $0.median) } }
      .sorted { $0.1 < $1.1 }
    let height = Double(sorted.count) * rowHeight + 30
    let axis = Axis(.logarithmic, rows.flatMap(\.samples), pixels: 4...SVG.width - 14)
    var svg = SVG(height: height, label: title)
    svg.grid(axis, from: 0, to: height - 26, unit: unit)
    for (index, (row, median)) in sorted.enumerated() {
      let top = Double(index) * rowHeight
      let style: Markup = row.isOurs ? "ours" : "theirs"
      svg.text(row.name, axis.pixels.lowerBound, top + 13, row.isOurs ? "strong" : "")
      svg.text("\(short(median)) \(unit)", SVG.width - 14, top + 13, "value", anchor: .end)
      svg.rectangle(axis.pixels.lowerBound, top + 18, axis[median] - axis.pixels.lowerBound, 12, "bar \(style)")
      for sample in row.samples { svg.dot(axis[sample], top + 24, 2.5, "dot \(style)") }
    }
    return svg.markup
  }
}
