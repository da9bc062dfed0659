internal import AudioTypes

/// One request, read in full.
struct HTTPRequest: Sendable {
  var method: String
  /// Percent-decoded, without the query.
  var path: String
  /// In the order sent, percent-decoded; a name may occur more than once.
  var query: [HeaderField]
  var headers: [HeaderField]
  var body: [UInt8]
  /// The body was longer than the simulator takes and is not complete.
  var isBodyTooLong: Bool
  /// When the last byte had been read.
  var arrival: MonotonicInstant
  /// The client's TCP port: the same for requests on one connection.
  var clientPort: Int

  func header(_ name: String) -> String? {
    headers.first { $0.name.lowercased() == name }?.value
  }

  func parameter(_ name: String) -> String? {
    query.first { $0.name == name }?.value
  }
}

/// The answer to one request.
struct HTTPReply: Sendable {
  enum Body: Sendable {
    /// Sent at once, with `Content-Length`.
    case whole([UInt8])
    /// Sent as planned.
    case paced([UInt8], StreamPlan, bytesPerMillisecond: Int, contentLength: Bool)
  }

  var status: Int
  var headers: [HeaderField]
  var body: Body
  /// When the headers leave, after the arrival of the request; nil is never.
  var headersDue: Duration? = .zero
  /// The generation this answer belongs to.
  var historyItemID: String?
}

/// Decides the answers. Called from one thread per connection.
protocol HTTPService: AnyObject, Sendable {
  func reply(to request: HTTPRequest) -> HTTPReply
  /// How `field` may be written to the log.
  func loggable(_ field: HeaderField) -> HeaderField
}
