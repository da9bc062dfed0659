import LatencyReporting
import LineEditor

/// What a line of `gust say -i` can be besides a text to speak: a command, which begins with a slash.
enum SlashCommand: String, CaseIterable {
  case again, device, help, pause, quit, resume, stop, timings, voice, volume

  /// What a line means.
  enum Meaning: Equatable {
    case nothing
    case speech(String)
    case command(SlashCommand, String?)
    /// None of these; with a sentence about it.
    case mistake(String)
  }

  /// What stands behind it; nil where nothing does.
  var placeholder: String? {
    switch self {
    case .device: "[SINK]"
    case .voice: "[ID]"
    case .volume: "[FACTOR]"
    case .again, .help, .pause, .quit, .resume, .stop, .timings: nil
    }
  }

  private var summary: String {
    switch self {
    case .again: "speak the last text again"
    case .device: "play what comes next on another sink (default: the server's)"
    case .help: "show this"
    case .pause: "let the speech stand still"
    case .quit: "end, when all is spoken; a second time at once"
    case .resume: "go on where it stood still"
    case .stop: "end the speech, and drop what waits"
    case .timings: "show where the time of the last text went"
    case .voice: "speak what comes next with another voice"
    case .volume: "set the loudness, 0…4, or show it"
    }
  }

  /// What `/help` shows.
  static let overview: String = {
    let labels = allCases.map { "/\($0.rawValue)\($0.placeholder.map { " \($0)" } ?? "")" }
    let width = (labels.map(\.count).max() ?? 0) + 2
    let rows = zip(allCases, labels).map { command, label in label.padded(to: width) + command.summary }
    return """
      \(rows.joined(separator: "\n"))
      /device, /voice and /volume alone tell what is set.

      Any other line is spoken, behind those before it; // at its beginning is a /.
      Ctrl-C ends the speech, Ctrl-D the program. Up brings back earlier lines, and
      Tab completes commands.
      """
  }()

  private static let names = allCases.map { "/\($0.rawValue)" }

  /// Finds out what a line means.
  static func meaning(of line: String) -> Meaning {
    let text = line.trimmed
    guard !text.isEmpty else { return .nothing }
    guard text.hasPrefix("/") else { return .speech(text) }
    guard !text.hasPrefix("//") else { return .speech(String(text.dropFirst())) }
    let parts = text.split(maxSplits: 1, whereSeparator: \.isWhitespace).map(String.init)
    let operand = parts.count > 1 ? parts[1].trimmed : nil
    guard let command = SlashCommand(rawValue: String(parts[0].dropFirst())) else {
      return .mistake(unknown(parts[0]))
    }
    guard operand == nil || command.placeholder != nil else {
      return .mistake("/\(command.rawValue) stands alone.")
    }
    return .command(command, operand)
  }

  private static func unknown(_ word: String) -> String {
    let shown = word.inShort
    let hint = suggestion(for: String(word.dropFirst()), among: allCases.map(\.rawValue)).map { "Did you mean /\($0)?" }
    return "There is no command \(shown.debugDescription). \(hint ?? "/help shows the commands; // speaks a slash.")"
  }

  /// How Tab goes on behind `text`.
  static func completion(of text: String) -> LineCompletion {
    guard text.hasPrefix("/"), !text.contains(where: \.isWhitespace) else { return LineCompletion() }
    return LineCompletion(of: text, among: names)
  }
}

extension StringProtocol {
  /// Without white space at both ends.
  fileprivate var trimmed: String {
    String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}
