import Gust
import LatencyReporting

/// How speech stands, in one line for a terminal.
struct LiveLine {
  /// What it is about.
  enum State: Equatable {
    case utterance(UtteranceSnapshot.State)
    /// All that came of the text has been heard.
    case waitingForText
  }

  /// On fewer columns nothing is shown.
  static let leastColumns = 20

  let state: State
  let heard: Duration
  let inHand: Duration
  let level: Double?
  let stallCount: Int
  let timeToFirstAudible: Duration?

  init(_ snapshot: UtteranceSnapshot) {
    state = .utterance(snapshot.state)
    heard = snapshot.heard
    inHand = snapshot.inHand
    level = snapshot.level
    stallCount = snapshot.stallCount
    timeToFirstAudible = snapshot.timeToFirstAudible
  }

  /// How a text of several utterances stands.
  init(_ snapshot: NarrationSnapshot) {
    state =
      switch snapshot.state {
      case .waitingForText: .waitingForText
      case .speaking(let state): .utterance(state)
      case .paused: .utterance(.paused)
      case .over: .utterance(.over)
      }
    heard = snapshot.heard
    inHand = snapshot.inHand
    level = snapshot.level
    stallCount = snapshot.stallCount
    timeToFirstAudible = snapshot.timeToFirstAudible
  }

  /// There is nothing left to show.
  var isOver: Bool { state == .utterance(.over) }

  /// As many of its fields as `columns` hold, the most important first.
  func text(columns: Int, _ style: TextStyle) -> String {
    var line = heading(style)
    var length = symbol(style).count + 1 + word.count
    for field in fields(style) where length + 2 + field.text.count <= columns {
      line += "  " + (field.isMeter ? meterColor(field.text, style) : field.text)
      length += 2 + field.text.count
    }
    return line
  }

  private var isTrouble: Bool { [.utterance(.stalled), .utterance(.soundLost)].contains(state) }

  private func heading(_ style: TextStyle) -> String {
    let text = "\(symbol(style)) \(word)"
    guard style.isColored else { return text }
    return "\u{1B}[\(isTrouble ? 33 : state == .utterance(.playing) ? 32 : 2)m\(text)\u{1B}[0m"
  }

  private func meterColor(_ text: String, _ style: TextStyle) -> String {
    style.isColored ? "\u{1B}[32m\(text)\u{1B}[0m" : text
  }

  private var word: String {
    switch state {
    case .waitingForText: "waiting for text"
    case .utterance(.waiting): "waiting"
    case .utterance(.connecting): "asking"
    case .utterance(.buffering): "buffering"
    case .utterance(.playing): "playing"
    case .utterance(.stalled): "stalled"
    case .utterance(.paused): "paused"
    case .utterance(.soundLost): "no sound"
    case .utterance(.over): "done"
    }
  }

  private func symbol(_ style: TextStyle) -> String {
    switch state {
    case .utterance(.playing): style.isUnicode ? "▶" : ">"
    case .utterance(.paused): style.isUnicode ? "‖" : "="
    case .utterance(.stalled), .utterance(.soundLost): "!"
    case .waitingForText, .utterance(.waiting), .utterance(.connecting), .utterance(.buffering), .utterance(.over):
      style.isUnicode ? "…" : "."
    }
  }

  private func fields(_ style: TextStyle) -> [(text: String, isMeter: Bool)] {
    var fields = [(heard.inSeconds.padded(to: 6, left: true), false)]
    if heard > .zero { fields.append((Self.meter(level, style), true)) }
    fields.append(("\(inHand.inSeconds) in hand", false))
    fields.append((stallCount == 1 ? "1 stall" : "\(stallCount) stalls", false))
    if let time = timeToFirstAudible { fields.append(("TTFA \(time.inMilliseconds)", false)) }
    return fields
  }

  /// A bar of ten columns for −48…0 dB; silence leaves it empty.
  static func meter(_ level: Double?, _ style: TextStyle) -> String {
    let width = 10
    let part = min(max(((level ?? -96) + 48) / 48, 0), 1)
    guard style.isUnicode else {
      let full = Int((part * Double(width)).rounded())
      return "[\(String(repeating: "#", count: full).padded(to: width))]"
    }
    let eighths = Int((part * Double(width) * 8).rounded())
    let blocks = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
    let bar = String(repeating: "█", count: eighths / 8) + blocks[eighths % 8]
    return "▕\(bar.padded(to: width))▏"
  }
}
