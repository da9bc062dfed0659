import Gust
import JSON
import LatencyReporting

/// What one look of the doctor showed.
struct Finding {
  /// What it means for speaking.
  enum Verdict: Equatable {
    /// As it should be.
    case fine
    /// Speaking needs it, and would end with this status.
    case failed(ExitStatus)
    /// Not as it should be, but speaking goes on without.
    case poor
    /// Of no account, or not to be looked at because of something else.
    case skipped
  }

  /// For programs: one word, of letters and underscores.
  let name: String
  let verdict: Verdict
  /// Why, and what to do about it.
  let text: String
  /// Figures for programs.
  var facts: [String: JSONValue] = [:]

  /// For people: one line.
  func line(_ style: TextStyle) -> String {
    let mark =
      switch verdict {
      case .fine: style.isUnicode ? "✓" : "+"
      case .failed, .poor: style.isUnicode ? "✗" : "x"
      case .skipped: style.isUnicode ? "–" : "-"
      }
    let title = name.map { $0 == "_" ? " " : String($0) }.joined()
    return "\(mark) \(title.padded(to: 18)) \(text.visibleOnOneLine)"
  }

  var json: JSONValue {
    let result =
      switch verdict {
      case .fine: "fine"
      case .failed: "failed"
      case .poor: "poor"
      case .skipped: "skipped"
      }
    let fields: [String: JSONValue] = [
      "name": .string(name), "result": .string(result), "text": .string(text.visibleOnOneLine),
      "facts": .object(facts),
    ]
    return .object(fields)
  }
}

extension Finding {
  static func fine(_ name: String, _ text: String, _ facts: [String: JSONValue] = [:]) -> Finding {
    Finding(name: name, verdict: .fine, text: text, facts: facts)
  }

  static func failed(_ name: String, _ status: ExitStatus, _ text: String) -> Finding {
    Finding(name: name, verdict: .failed(status), text: text)
  }

  static func failed(_ name: String, _ error: PlaybackError) -> Finding {
    .failed(name, ExitStatus(error), error.message)
  }

  static func skipped(_ name: String, _ text: String) -> Finding {
    Finding(name: name, verdict: .skipped, text: text)
  }
}

extension Duration {
  /// For programs: in milliseconds, with fractions down to one thousandth.
  var json: JSONValue { .number((milliseconds * 1000).rounded() / 1000) }
}
