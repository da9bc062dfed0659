/// A complete HTTP request, ready for any client to send. It knows nothing of the client.
///
/// The client must not follow redirects with it: a field that is secret belongs to this URL's host only.
package struct WireRequest: Sendable, Equatable {
  /// The HTTP methods the API uses.
  package enum Method: String, Sendable {
    /// Reads; free to repeat.
    case get = "GET"
    /// Reads nothing but the head: asks only whether there is a connection.
    case head = "HEAD"
    /// Generates and bills; see ``RetryPolicy`` before repeating.
    case post = "POST"
  }

  /// The method.
  package let method: Method
  /// The absolute URL, ASCII only.
  package let url: String
  /// The header fields in the order they are sent.
  package let fields: [HeaderField]
  /// The body; empty unless the method is ``Method/post``.
  package let body: [UInt8]
}

/// One HTTP header field of a request.
package struct HeaderField: Sendable, Equatable {
  /// The name, as sent.
  package let name: String
  /// The value, as sent. **Never log it when ``isSecret``.**
  package let value: String
  /// Whether the value is a credential.
  package let isSecret: Bool

  init(_ name: String, _ value: String, isSecret: Bool = false) {
    self.name = name
    self.value = value
    self.isSecret = isSecret
  }
}

extension HeaderField: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The field as `name: value`, with a placeholder for a secret value.
  package var description: String { "\(name): \(isSecret ? "•••" : value)" }

  /// The same text as ``description``.
  package var debugDescription: String { description }

  /// A mirror that holds only ``description``, so that `dump` shows no secret.
  package var customMirror: Mirror { Mirror(self, children: ["field": description]) }
}
