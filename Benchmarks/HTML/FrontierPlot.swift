/// Start delay against stall time: what lies nearer to the corner is better at both.
extension PolicyFrontier {
  var markup: Markup {
    let plotHeight = 240.0
    let height = plotHeight + 48 + 20 * Double((series.count + 1) / 2)
    let points = series.flatMap(\.points)
    let delay = Axis(.linear, points.map(\.startDelayMs), pixels: 44...SVG.width - 14)
    let stall = Axis(.linear, points.map(\.stallMs), pixels: 0...plotHeight - 24)
    var svg = SVG(height: height, label: title)
    svg.text("stalled, ms", 2, 12, "tick")
    svg.grid(delay, from: 24, to: plotHeight, unit: "ms")
    svg.text("start delay", SVG.width, plotHeight + 33, "tick", anchor: .end)
    for tick in stall.ticks {
      svg.line(
        delay.pixels.lowerBound, plotHeight - stall[tick], delay.pixels.upperBound, plotHeight - stall[tick], "grid")
      svg.text(short(tick), 38, plotHeight - stall[tick] + 4, "tick", anchor: .end)
    }
    var others = 0
    for (index, line) in series.enumerated() {
      let colour = line.isOurs ? "ours" as Markup : "colour\(others % Style.colourCount)"
      if !line.isOurs { others += 1 }
      let places = line.points.map { (x: delay[$0.startDelayMs], y: plotHeight - stall[$0.stallMs]) }
      if places.count > 1 { svg.path(places, "line \(colour)") }
      for place in places { svg.dot(place.x, place.y, line.isOurs ? 5 : 3.5, "mark \(colour)") }
      svg.legend(line.name, "line \(colour)", index, top: plotHeight + 46)
    }
    return svg.markup
  }
}
