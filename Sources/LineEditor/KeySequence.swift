/// Whether the keys read so far are only a part of what they mean: behind Escape, within a search, before a quoted character.
///
/// By the keys that libedit's `emacs` has for these; nothing else may be put between such keys.
struct KeySequence {
  private enum State {
    case none
    /// The next one ends it.
    case one
    /// Behind Escape.
    case escape
    /// ECMA-48: up to a final byte, or a control character, which is none of it.
    case control
    /// An incremental search: up to a control character other than its own.
    case search
  }

  private var state = State.none

  /// Ctrl-G, which completes whatever has begun: libedit leaves a search by it, and does nothing by it behind Escape.
  static let abort: Unicode.Scalar = "\u{07}"

  /// Whether a key is complete.
  var isComplete: Bool {
    if case .none = state { true } else { false }
  }

  /// Takes notice of the next character.
  mutating func note(_ character: Unicode.Scalar) {
    switch (state, character.value) {
    case (.none, 0x1B): state = .escape
    // Ctrl-Q and Ctrl-V quote.
    case (.none, 0x11), (.none, 0x16): state = .one
    // Ctrl-R and Ctrl-S search.
    case (.none, 0x12), (.none, 0x13): state = .search
    case (.escape, 0x5B): state = .control
    case (.escape, 0x4F): state = .one
    case (.control, 0x00...0x1F), (.control, 0x40...0x7E), (.one, _), (.escape, _): state = .none
    case (.search, 0x00...0x1F) where ![0x08, 0x12, 0x13, 0x17].contains(character.value): state = .none
    default: break
    }
  }
}
