import AudioTypes

/// Tells text from audio by the first bytes of a stream, so that an error page is reported and not played or waited on.
///
/// A verdict needs 512 bytes of nothing but text, or 16 of ASCII where the first opens a document (`<`, `{`, `[`): compressed
/// or raw audio holds control bytes long before that.
struct TextSniffer {
  private enum State {
    case text(seen: Int)
    case binary
  }

  private var state = State.text(seen: 0)
  /// What the first byte that is not white space hints at.
  private var content: DecodingError.Content?

  /// Whether every byte so far may have been text.
  var isUndecided: Bool {
    if case .text = state { true } else { false }
  }

  /// Looks at the next byte of the stream; returns what the stream holds once that is clear to be text.
  mutating func inspect(_ byte: UInt8) -> DecodingError.Content? {
    guard case .text(let seen) = state else { return nil }
    guard Self.isText(byte) else {
      state = .binary
      return nil
    }
    state = .text(seen: seen + 1)
    if content == nil {
      content = Self.hint(of: byte)
    } else if byte >= 0x80 {
      content = .text  // Loud samples are mostly bytes that UTF-8 has, too: 16 of them prove nothing.
    }
    guard let content, seen + 1 >= (content == .text ? 512 : 16) else { return nil }
    return content
  }

  /// The best guess for a stream that has ended without audio.
  var guessAtEnd: DecodingError.Content {
    isUndecided ? content ?? .unknown : .unknown
  }

  private static func hint(of byte: UInt8) -> DecodingError.Content? {
    switch byte {
    case UInt8(ascii: " "), 0x09...0x0D, 0xEF, 0xBB, 0xBF: nil  // white space, or part of a byte order mark
    case UInt8(ascii: "<"): .html
    case UInt8(ascii: "{"), UInt8(ascii: "["): .json
    default: .text
    }
  }

  /// Whether `byte` can be part of UTF-8 text.
  private static func isText(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x09...0x0D, 0x20...0x7E, 0x80...0xBF, 0xC2...0xF4: true
    default: false
    }
  }
}
