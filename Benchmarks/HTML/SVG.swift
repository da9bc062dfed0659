/// Draws an inline SVG that fills the width it is given. Its own width is what a phone has, so that its text is not scaled
/// down there.
struct SVG {
  enum Anchor: String { case start, middle, end }

  static let width = 332.0
  let height: Double
  private let label: String
  private var content: Markup = ""

  /// - Parameter label: what a screen reader says in its place.
  init(height: Double, label: String) {
    self.height = height
    self.label = label
  }

  mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ style: Markup) {
    content += "<line x1=\"\(x1)\" y1=\"\(y1)\" x2=\"\(x2)\" y2=\"\(y2)\" class=\"\(style)\"/>"
  }

  mutating func rectangle(_ x: Double, _ y: Double, _ width: Double, _ height: Double, _ style: Markup) {
    content +=
      "<rect x=\"\(x)\" y=\"\(y)\" width=\"\(max(0, width))\" height=\"\(max(0, height))\" rx=\"2\" class=\"\(style)\"/>"
  }

  mutating func dot(_ x: Double, _ y: Double, _ radius: Double, _ style: Markup) {
    content += "<circle cx=\"\(x)\" cy=\"\(y)\" r=\"\(radius)\" class=\"\(style)\"/>"
  }

  mutating func path(_ points: [(x: Double, y: Double)], _ style: Markup) {
    guard let first = points.first else { return }
    let rest = points.dropFirst().map { "L\($0.x) \($0.y)" as Markup }.joined()
    content += "<path d=\"M\(first.x) \(first.y)\(rest)\" class=\"\(style)\"/>"
  }

  mutating func text(_ text: String, _ x: Double, _ y: Double, _ style: Markup = "", anchor: Anchor = .start) {
    content +=
      "<text x=\"\(x)\" y=\"\(y)\" text-anchor=\"\(plain: anchor.rawValue)\" class=\"\(style)\">\(plain: text)</text>"
  }

  var markup: Markup {
    "<svg viewBox=\"0 0 \(Self.width) \(height)\" role=\"img\" aria-label=\"\(plain: label)\">\(content)</svg>\n"
  }
}
