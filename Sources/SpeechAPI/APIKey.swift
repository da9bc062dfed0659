/// A Breeze API key that does not show itself.
///
/// Printing, interpolating, dumping or reflecting on a key gives a placeholder. The characters leave only in the
/// header of a request to the service itself.
public struct APIKey: Sendable {
  /// The characters of the key, for the `xi-api-key` header alone: never log, print or store them.
  package let headerValue: String

  /// Takes the key as it stands, with no newline behind it.
  ///
  /// - Throws: ``APIKeyError`` when `key` cannot be the value of one HTTP header field; this is what keeps a key with
  ///   a line break in it from adding header fields of its own.
  public init(_ key: String) throws(APIKeyError) {
    guard !key.isEmpty else { throw .empty }
    guard key.utf8.count <= 1024 else { throw .tooLong }
    for byte in key.utf8 {
      switch byte {
      case 0x21...0x7E: continue
      case 0x20, 0x09: throw .containsSpace
      case 0x80...: throw .notASCII
      default: throw .containsControlCharacter
      }
    }
    headerValue = key
  }

  /// Takes the key from the text of a key file: white space around it, such as the last newline, is dropped.
  ///
  /// - Throws: ``APIKeyError``, as ``init(_:)`` does.
  package init(contentsOfFile text: String) throws(APIKeyError) {
    try self.init(text.trimmingWhitespace())
  }
}

extension APIKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// A placeholder; never the key.
  public var description: String { "APIKey(•••)" }

  /// A placeholder; never the key.
  public var debugDescription: String { description }

  /// A mirror without children, so that `dump` finds nothing either.
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// Why a piece of text cannot be an API key. No case carries any of the text.
public enum APIKeyError: String, Error, Sendable {
  /// There is no text.
  case empty = "The API key is empty; set it to the key from your Breeze account."
  /// The text has more than 1024 bytes.
  case tooLong = "The API key is longer than 1024 characters; give the key alone."
  /// There is a space or tab.
  case containsSpace = "The API key contains a space; give the key alone, without quotes or a name before it."
  /// There is a line break, a NUL or another control character.
  case containsControlCharacter = "The API key contains a line break or control character; give the key alone."
  /// There is a character outside ASCII, such as a typographic quote.
  case notASCII = "The API key contains a character that no key has; copy it again from your Breeze account."
}

extension APIKeyError: CustomStringConvertible {
  /// One sentence for people: what is wrong, and what to do about it.
  public var message: String { rawValue }

  /// The same sentence as ``message``.
  public var description: String { message }
}
