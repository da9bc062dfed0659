/// Makes text that may be shown on any terminal of bytes from outside, cut anywhere.
///
/// What is no UTF-8 becomes U+FFFD. Control characters, escape sequences and what turns the direction of writing are taken
/// out, tabs stay, every way to end a line becomes a line feed. Holds no more than a few bytes.
package struct TextCleaner: Sendable {
  private var decoder = UTF8Decoder()
  private var filter = ControlFilter()

  /// Makes a cleaner at the start of a text.
  package init() {}

  /// How many U+FFFD stand for bytes that were no UTF-8.
  package var invalidCount: Int { decoder.invalidCount }

  /// How many control characters, and characters of escape sequences, were taken out.
  package var removedCount: Int { filter.removedCount }

  /// Takes all of `bytes` and returns what they said; the rest of a character that is cut comes with its last byte.
  package mutating func clean(_ bytes: some Sequence<UInt8>) -> String {
    var text = String.UnicodeScalarView()
    for byte in bytes { decoder.take(byte) { filter.take($0, into: &text) } }
    return String(text)
  }

  /// Says that no more bytes will come, and returns what the last ones said.
  package mutating func finish() -> String {
    var text = String.UnicodeScalarView()
    decoder.finish { filter.take($0, into: &text) }
    return String(text)
  }
}
