/// What can go wrong with one transfer. No case ever holds the value of a header field.
public enum HTTPError: Error, Hashable, Sendable {
  /// The URL cannot be used; nothing was sent.
  case invalidURL(reason: String)
  /// Plain `http` to a host that is not loopback; nothing was sent.
  case insecureURL(host: String)
  /// A request field whose name is no token or whose value has control characters; nothing was sent.
  case invalidField(name: String)
  /// The host's name has no address, or could not be looked up.
  case unresolvedHost(host: String)
  /// The host refused the connection. The request was not sent, so that it can be repeated safely.
  case connectionRefused(host: String)
  /// No connection to the host could be made; the request was not sent.
  case unreachable(host: String, reason: String)
  /// No trusted TLS connection to the host could be made; the request was not sent.
  case tls(host: String, reason: String)
  /// The proxy named by the environment cannot be used; the request was not sent.
  case proxy(reason: String)
  /// `HTTPLimits.connect` was exceeded.
  case connectTimeout
  /// `HTTPLimits.idle` was exceeded.
  case idleTimeout
  /// `HTTPLimits.total` was exceeded, or the limit on a body that is collected (`HTTPLimits.idle`).
  case totalTimeout
  /// The connection ended before the final response's head. The host may have acted on the request all the same.
  case connectionLost(host: String)
  /// The body ended before its `Content-Length`, its last chunk, its HTTP/2 end of stream or the TLS `close_notify`.
  case cutShort
  /// A body that is no audio is longer than any that makes sense.
  case collectedBodyTooLarge
  /// The response's head is longer than 64 KiB.
  case headTooLarge
  /// The reader of a destination ring has gone.
  case readerGone
  /// The receiver wants no more of the body: it is not what it should be.
  case bodyRejected
  /// The task that performed the request was cancelled.
  case cancelled
  /// The answer is not valid HTTP.
  case protocolViolation(reason: String)
  /// The client was shut down.
  case clientShutDown
  /// libcurl or the system had no memory, thread or descriptor left, or lacks a feature.
  case systemFailure(reason: String)
}

extension HTTPError: CustomStringConvertible {
  /// One sentence for people, without a full stop.
  public var description: String {
    switch self {
    case .invalidURL(let reason): "the URL cannot be used: \(reason)"
    case .insecureURL(let host): "plain http is refused for \(host), which is not this machine; use https"
    case .invalidField(let name): "the header field \(name.debugDescription) has characters that are not allowed"
    case .unresolvedHost(let host): "the host \(host) could not be found"
    case .connectionRefused(let host): "\(host) refused the connection"
    case .unreachable(let host, let reason): "\(host) cannot be reached: \(reason)"
    case .tls(let host, let reason): "no trusted TLS connection to \(host): \(reason)"
    case .proxy(let reason): "the proxy cannot be used: \(reason)"
    case .connectTimeout: "connecting took too long"
    case .idleTimeout: "nothing arrived for too long"
    case .totalTimeout: "the transfer took too long"
    case .connectionLost(let host): "\(host) closed the connection without an answer"
    case .cutShort: "the response was cut short"
    case .collectedBodyTooLarge: "the response is too long"
    case .headTooLarge: "the head of the response is too long"
    case .readerGone: "the reader of the response has gone"
    case .bodyRejected: "the response is not the expected one"
    case .cancelled: "the transfer was cancelled"
    case .protocolViolation(let reason): "the answer is not valid HTTP: \(reason)"
    case .clientShutDown: "the HTTP client was shut down"
    case .systemFailure(let reason): "the transfer could not be set up: \(reason)"
    }
  }
}
