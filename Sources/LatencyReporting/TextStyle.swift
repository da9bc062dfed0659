public import Platform

/// How text for people is set: for the terminal it goes to, or plainly.
public struct TextStyle: Sendable {
  /// Columns of a line.
  public var width: Int
  /// Whether escape sequences may colour it (ECMA-48).
  public var isColored: Bool
  /// Whether more than ASCII can be shown.
  public var isUnicode: Bool

  /// Makes a style; by default what fits anywhere that shows UTF-8.
  public init(width: Int = 80, isColored: Bool = false, isUnicode: Bool = true) {
    self.width = width
    self.isColored = isColored
    self.isUnicode = isUnicode
  }

  /// What suits `stream`: as wide as the terminal, coloured only on one that can and with `NO_COLOR` unset, and in ASCII where
  /// the locale says nothing of UTF-8.
  public init(for stream: StandardStream) {
    let isTerminal = stream.isTerminal
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap(environmentVariable).first ?? ""
    width = (isTerminal ? stream.columnCount : nil) ?? 80
    isColored =
      isTerminal && environmentVariable("NO_COLOR") == nil
      && !["", "dumb"].contains(environmentVariable("TERM") ?? "")
    isUnicode = locale.lowercased().contains("utf-8") || locale.lowercased().contains("utf8")
  }

  func bold(_ text: String) -> String { sequence("1", text) }

  func dim(_ text: String) -> String { sequence("2", text) }

  func colored(_ text: String, _ party: TimelineStep.Party) -> String {
    switch party {
    case .connection: sequence("34", text)
    case .service: sequence("33", text)
    case .network: sequence("36", text)
    case .player: sequence("32", text)
    }
  }

  private func sequence(_ code: String, _ text: String) -> String {
    isColored && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }

  /// `text` in the characters that can be shown.
  func shown(_ text: String) -> String {
    isUnicode ? text : String(text.flatMap { Self.substitutes[$0] ?? String($0) })
  }

  private static let substitutes: [Character: String] = ["→": "->", "×": "x", "–": "-", "·": "-", "≤": "<="]
}
