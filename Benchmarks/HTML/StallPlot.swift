/// A group of bars for each scene: how long each player was silent where it should have sounded.
extension StallBars {
  var markup: Markup {
    let longest = scenes.flatMap(\.bars).map(\.stalledMs)
    return scenes.filter { !$0.bars.isEmpty }.map { scene in
      "<h4>\(plain: scene.name)</h4>\n\(drawing(scene, longest))"
    }.joined()
  }

  private func drawing(_ scene: Scene, _ all: [Double]) -> Markup {
    let rowHeight = 24.0
    let axis = Axis(.linear, all, pixels: 128...SVG.width - 70)
    var svg = SVG(height: Double(scene.bars.count) * rowHeight + 6, label: "\(title): \(scene.name)")
    for (row, bar) in scene.bars.enumerated() {
      let top = Double(row) * rowHeight
      svg.text(bar.name, 120, top + 16, bar.isOurs ? "strong" : "", anchor: .end)
      svg.rectangle(
        axis[0], top + 5, max(1.5, axis[bar.stalledMs] - axis[0]), 14, bar.isOurs ? "bar ours" : "bar theirs")
      svg.text(shortTime(bar.stalledMs), axis[bar.stalledMs] + 6, top + 16, "value")
    }
    return svg.markup
  }
}
