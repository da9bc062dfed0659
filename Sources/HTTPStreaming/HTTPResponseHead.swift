/// The versions of HTTP a response can come with.
public enum HTTPVersion: String, Sendable {
  /// HTTP/1.0 (RFC 1945).
  case http10 = "1.0"
  /// HTTP/1.1 (RFC 9112).
  case http11 = "1.1"
  /// HTTP/2 (RFC 9113).
  case http2 = "2"
}

/// Status and header fields of a final response; interim (1xx) responses never show.
package struct HTTPResponseHead: Hashable, Sendable {
  /// The status code, 200 to 999. Redirects come back like every other status; they are never followed.
  package let status: Int
  /// The header fields in the order received.
  package let fields: [HTTPField]
  /// The version of the response.
  package let httpVersion: HTTPVersion

  /// Makes a head.
  package init(status: Int, fields: [HTTPField], httpVersion: HTTPVersion) {
    self.status = status
    self.fields = fields
    self.httpVersion = httpVersion
  }

  /// The value of the first field of that name, whatever the case of its letters.
  package subscript(name: String) -> String? { fields.value(of: name) }
}
