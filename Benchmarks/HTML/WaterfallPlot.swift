/// Spans of time, one row each: its name, its length, and where it lies.
extension Waterfall {
  var markup: Markup {
    let rowHeight = 34.0
    let height = Double(spans.count) * rowHeight + 30
    let axis = Axis(.linear, spans.map(\.end), pixels: 4...SVG.width - 14)
    var svg = SVG(height: height, label: title)
    svg.grid(axis, from: 0, to: height - 26, unit: "ms")
    for (row, span) in spans.enumerated() {
      let top = Double(row) * rowHeight
      svg.text(span.name, axis[0], top + 13)
      svg.text(shortTime(span.end - span.start), SVG.width - 14, top + 13, "value", anchor: .end)
      svg.rectangle(axis[span.start], top + 18, max(1.5, axis[span.end] - axis[span.start]), 11, "bar ours")
    }
    return svg.markup
  }
}

extension SVG {
  /// Vertical lines at the ticks with their values below, the unit behind the last one.
  mutating func grid(_ axis: Axis, from top: Double, to bottom: Double, unit: String) {
    for (index, tick) in axis.ticks.enumerated() {
      let x = axis[tick]
      line(x, top, x, bottom, "grid")
      let isLast = index == axis.ticks.count - 1
      // The last label is the longest and ends at the edge: it needs the room of a near neighbour.
      guard isLast || axis.pixels.upperBound - x > 56 else { continue }
      let anchor: Anchor = isLast ? .end : index == 0 ? .start : .middle
      text(
        isLast ? "\(short(tick)) \(unit)" : short(tick), isLast ? Self.width : x, bottom + 17, "tick", anchor: anchor)
    }
  }
}
