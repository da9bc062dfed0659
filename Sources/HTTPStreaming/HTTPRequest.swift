/// One request as `HTTPClient.perform` sends it.
public struct HTTPRequest: Sendable {
  /// The request methods Gust needs (RFC 9110 §9).
  public enum Method: String, Sendable {
    /// Safe and idempotent: sent again by itself when a kept connection turns out to be dead.
    case get = "GET"
    /// Sent at most once, whatever happens to the connection.
    case post = "POST"
  }

  /// The method.
  public var method: Method
  /// An absolute `https` URL; `http` is accepted for a loopback host only. Credentials in it are refused.
  public var url: String
  /// The header fields to send besides `Host`, `Accept` and `Content-Length`.
  public var fields: [HTTPField]
  /// The bytes of the body; sent with `POST` only.
  public var body: [UInt8]
  /// How long each step may take.
  public var limits: HTTPLimits

  /// Makes a request.
  public init(
    method: Method, url: String, fields: [HTTPField] = [], body: [UInt8] = [], limits: HTTPLimits = HTTPLimits()
  ) {
    self.method = method
    self.url = url
    self.fields = fields
    self.body = body
    self.limits = limits
  }
}

/// How long the steps of one transfer may take. Spans below a millisecond count as one millisecond.
public struct HTTPLimits: Sendable {
  /// From the start to a connection that can carry the request: name look-up, TCP, proxy and TLS together.
  public var connect: Duration
  /// Without a byte sent or received on a connection that stands. It does not run while a full ring holds the transfer back.
  public var idle: Duration
  /// From the start to the last byte, pauses included; nil is no limit.
  public var total: Duration?

  /// Makes limits.
  public init(connect: Duration = .seconds(10), idle: Duration = .seconds(30), total: Duration? = nil) {
    self.connect = connect
    self.idle = idle
    self.total = total
  }
}
