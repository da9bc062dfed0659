/// The share of runs that had begun within a time, one line of steps for each player, on a logarithmic axis.
extension Distributions {
  var markup: Markup {
    let plotHeight = 220.0
    let height = plotHeight + 30 + 20 * Double((series.count + 1) / 2)
    let time = Axis(.logarithmic, series.flatMap(\.samples), pixels: 34...SVG.width - 14)
    var svg = SVG(height: height, label: title)
    svg.grid(time, from: 6, to: plotHeight, unit: unit)
    let share = Axis(.linear, [100], pixels: 0...plotHeight - 6)
    for percent in [0.0, 50, 100] {
      svg.line(
        time.pixels.lowerBound, plotHeight - share[percent], time.pixels.upperBound, plotHeight - share[percent], "grid"
      )
      svg.text("\(short(percent)) %", 28, plotHeight - share[percent] + (percent == 100 ? 10 : 4), "tick", anchor: .end)
    }
    var rivals = 0
    for (index, line) in series.enumerated() {
      let style = line.isOurs ? "line ours" as Markup : "line colour\(rivals % Style.colourCount)"
      if !line.isOurs { rivals += 1 }
      svg.path(steps(line.samples, time, share, plotHeight), style)
      svg.legend(line.name, style, index, top: plotHeight + 30)
    }
    return svg.markup
  }

  private func steps(_ samples: [Double], _ time: Axis, _ share: Axis, _ bottom: Double) -> [(x: Double, y: Double)] {
    let sorted = samples.sorted()
    var points: [(x: Double, y: Double)] = []
    for (index, sample) in sorted.enumerated() {
      let x = time[sample]
      points.append((x, bottom - share[100 * Double(index) / Double(sorted.count)]))
      points.append((x, bottom - share[100 * Double(index + 1) / Double(sorted.count)]))
    }
    if !points.isEmpty { points.append((time.pixels.upperBound, bottom - share[100])) }
    return points
  }
}

extension SVG {
  /// One entry of a legend in two columns.
  mutating func legend(_ name: String, _ style: Markup, _ index: Int, top: Double) {
    let x = index % 2 == 0 ? 4.0 : Self.width / 2 + 4
    let y = top + 20 * Double(index / 2) + 8
    line(x, y - 4, x + 18, y - 4, style)
    text(name, x + 24, y, "legend")
  }
}
