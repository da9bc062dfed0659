/// One request as `HTTPClient.perform` sends it.
package struct HTTPRequest: Sendable {
  /// The request methods Gust needs (RFC 9110 §9).
  package enum Method: String, Sendable {
    /// Safe and idempotent: sent again by itself when a kept connection turns out to be dead.
    case get = "GET"
    /// As `get`, but without a body in the answer.
    case head = "HEAD"
    /// Sent at most once, whatever happens to the connection.
    case post = "POST"
  }

  /// The method.
  package var method: Method
  /// An absolute `https` URL; `http` is accepted for a loopback host only. Credentials in it are refused.
  package var url: String
  /// The header fields to send besides `Host`, `Accept` and `Content-Length`.
  package var fields: [HTTPField]
  /// The bytes of the body; sent with `POST` only.
  package var body: [UInt8]
  /// How long each step may take.
  package var limits: HTTPLimits
  /// What keeps the body of a `POST` back; nil sends it with the head.
  package var hold: RequestHold?

  /// Makes a request.
  package init(
    method: Method, url: String, fields: [HTTPField] = [], body: [UInt8] = [], limits: HTTPLimits = HTTPLimits(),
    hold: RequestHold? = nil
  ) {
    self.method = method
    self.url = url
    self.fields = fields
    self.body = body
    self.limits = limits
    self.hold = hold
  }
}
