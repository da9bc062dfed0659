/// The head of an HTTP reply: its status, and a way to look up its header fields.
package struct ReplyHead {
  /// The HTTP status code.
  package let status: Int
  private let lookup: (String) -> String?

  /// Wraps the head of a reply.
  ///
  /// - Parameters:
  ///   - status: The HTTP status code.
  ///   - lookup: The value of the field with the given lower-case name, or nil. It is only called while an initialiser
  ///     that takes the head runs, on the same thread.
  package init(status: Int, header lookup: @escaping (String) -> String?) {
    self.status = status
    self.lookup = lookup
  }

  /// The value of the field called `name` (lower case), without the white space around it; nil when there is none.
  subscript(name: String) -> String? {
    guard let value = lookup(name) else { return nil }
    let trimmed = value.trimmingWhitespace()
    return trimmed.isEmpty ? nil : trimmed
  }

  /// The longest wait a reply can ask for: a day.
  static let longestRetryAfter = Duration.seconds(86_400)

  /// What `Retry-After` asks for (RFC 9110 §10.2.3), held at a day. A date is ignored: to turn it into a wait takes a
  /// clock that agrees with the server's.
  var retryAfter: Duration? {
    guard let text = self["retry-after"], text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return min(UInt32(text).map { .seconds($0) } ?? Self.longestRetryAfter, Self.longestRetryAfter)
  }
}

extension String {
  /// The text without white space at either end.
  func trimmingWhitespace() -> String {
    let scalars = unicodeScalars
    guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
      let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
    else { return "" }
    return String(scalars[first...last])
  }
}
