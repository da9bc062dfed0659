/// Writes a manual page in the requests of man(7) that groff and mandoc both know.
struct Roff {
  private(set) var text = ""
  /// A paragraph begins by itself behind a heading.
  private var isBehindHeading = false

  mutating func comment(_ comment: String) { line(".\\\" \(comment)") }

  mutating func title(_ name: String, date: String, source: String) {
    line(".TH \(Self.argument(name.uppercased())) 1 \(date) \(Self.argument(source)) \"User Commands\"")
    // No hyphens that are not there, and a ragged right margin: what stands here is typed again.
    line(".nh")
    line(".ad l")
  }

  mutating func section(_ heading: String) {
    line(".SH \(Self.argument(heading))")
    isBehindHeading = true
  }

  mutating func subsection(_ heading: String) { line(".SS \(Self.argument(heading))") }

  mutating func name(_ name: String, _ summary: String) {
    line("\(Self.escaped(name)) \\-")
    prose(summary)
  }

  mutating func synopsis(_ usage: String) {
    line(".nf")
    line(Self.escaped(usage))
    line(".fi")
  }

  mutating func paragraph(_ text: String) {
    if !isBehindHeading { line(".PP") }
    prose(text)
  }

  /// A term, and what is said about it.
  mutating func item(_ term: String, _ text: String) {
    line(".TP")
    line("\\fB\(Self.escaped(term))\\fR")
    prose(text)
  }

  mutating func option(_ spellings: [String], value: String?, _ text: String) {
    let value = value.map { " \\fI\(Self.escaped($0))\\fR" } ?? ""
    line(".TP")
    line(spellings.map { "\\fB\(Self.escaped($0))\\fR" }.joined(separator: ", ") + value)
    prose(text)
  }

  mutating func indented(_ body: (inout Roff) -> Void) {
    line(".RS")
    body(&self)
    line(".RE")
  }

  mutating func example(_ command: String, _ meaning: String) {
    line(".TP")
    prose(meaning)
    line("\\fB\(Self.escaped(command))\\fR")
  }

  mutating func references(_ pages: [String]) {
    line(pages.map { "\\fB\(Self.escaped($0))\\fR(1)" }.joined(separator: ",\n"))
  }

  /// Text that is filled: its own lines are short, as those who read the source want them.
  private mutating func prose(_ text: String) {
    text.wrapped(to: 60).split(separator: "\n").forEach { line(Self.escaped(String($0))) }
  }

  private mutating func line(_ line: String) {
    text += line + "\n"
    isBehindHeading = false
  }

  private static func argument(_ text: String) -> String { "\"\(escaped(text).replacingEach("\"", with: "\\(dq"))\"" }

  /// Text that means nothing to roff but itself.
  static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": escaped += "\\e"
      case "-": escaped += "\\-"
      case "'": escaped += "\\(aq"
      case "`": escaped += "\\(ga"
      case "^": escaped += "\\(ha"
      case "~": escaped += "\\(ti"
      case "\"": escaped += "\\(dq"
      case _ where scalar.isASCII: escaped.unicodeScalars.append(scalar)
      default:
        let digits = String(scalar.value, radix: 16, uppercase: true)
        escaped += "\\[u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "]"
      }
    }
    // A line that begins with a dot or a quote would be a request.
    return escaped.hasPrefix(".") ? "\\&" + escaped : escaped
  }
}
