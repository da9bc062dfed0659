/// Text of a page that is escaped already. A string becomes one only by being escaped, or as a literal of this program.
struct Markup: ExpressibleByStringLiteral, ExpressibleByStringInterpolation, Equatable {
  private(set) var text: String

  init(stringLiteral value: String) {
    text = value
  }

  /// Escapes what has a meaning in HTML, SVG or the value of an attribute; characters that XML has not are left out.
  init(escaping plain: String) {
    text = plain.unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\t", "\n": result.unicodeScalars.append(scalar)
      default:
        let isForbidden = scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF
        if !isForbidden { result.unicodeScalars.append(scalar) }
      }
    }
  }

  /// What stands between the braces of a literal: other markup and numbers as they are, `plain:` strings escaped. A
  /// string without that label does not compile.
  struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var text = ""

    init(literalCapacity: Int, interpolationCount: Int) {}

    mutating func appendLiteral(_ literal: String) { text += literal }
    mutating func appendInterpolation(_ markup: Markup) { text += markup.text }
    mutating func appendInterpolation(plain: String) { text += Markup(escaping: plain).text }
    mutating func appendInterpolation(_ number: Int) { text += "\(number)" }
    /// A coordinate, to a tenth.
    mutating func appendInterpolation(_ number: Double) { text += number.tenths }
  }

  init(stringInterpolation: StringInterpolation) {
    text = stringInterpolation.text
  }

  static func += (lhs: inout Markup, rhs: Markup) { lhs.text += rhs.text }

  static func + (lhs: Markup, rhs: Markup) -> Markup {
    var sum = lhs
    sum += rhs
    return sum
  }
}

extension Sequence where Element == Markup {
  /// One after the other.
  func joined() -> Markup { reduce("", +) }
}

extension Double {
  /// With one decimal, without an exponent; numbers that are none become 0.
  fileprivate var tenths: String {
    guard isFinite, magnitude < 1e9 else { return "0" }
    let count = Int((self * 10).rounded())
    return "\(count < 0 ? "-" : "")\(count.magnitude / 10)" + (count % 10 == 0 ? "" : ".\(count.magnitude % 10)")
  }
}
