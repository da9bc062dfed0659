package import JSON

/// A reply of the service, or of something in front of it, that is not what was asked for.
///
/// All text in it is safe to print and to log: one line, bounded, without control characters and without the API key.
public struct SpeechServiceError: Error, Equatable, Sendable {
  /// What kind of failure this is, for programs to branch on.
  public let kind: Kind
  /// The HTTP status code.
  public let status: Int
  /// The service's own code, such as `VALIDATION_ERROR`.
  public let code: String?
  /// What the service says went wrong.
  public let detail: String?
  /// The service's structured explanation. It may quote the request's text; ``message`` does not use that part.
  package let meta: JSONValue?
  /// Which fields of the request were refused and why (`field: reason`), at most three.
  public let complaints: [String]
  /// How long the service asks to wait before trying again, at most a day.
  public let retryAfter: Duration?
  /// What a body that is not the service's own says: the title of a page or the first words of a text.
  public let excerpt: String?
  /// The host, with its port, that a redirect points at; never followed. Nil for a redirect within the host.
  public let redirectHost: String?

  /// Explains a reply.
  ///
  /// - Parameters:
  ///   - head: The reply's status and header fields.
  ///   - body: As much of the body as was read; any bytes, and more than 64 KiB is not looked at.
  ///   - key: The key that was used; it is removed from every text.
  package init(head: ReplyHead, body: [UInt8], redacting key: APIKey) {
    self.init(
      head: head, body: body, fault: ReplyFault("its type is \(head["content-type"] ?? "not stated")"), redacting: key)
  }

  /// Explains a reply; `fault` says what is wrong with it when its status is 200 and the body does not say.
  init(head: ReplyHead, body: [UInt8] = [], fault: ReplyFault, redacting key: APIKey) {
    let serverText = ServerText(key: key)
    let body = ErrorBody(body, serverText)
    status = head.status
    code = body.code
    detail = body.detail ?? (head.status == 200 ? serverText.clean(fault.reason, limit: 120) : nil)
    meta = body.meta
    complaints = body.complaints
    excerpt = body.excerpt
    retryAfter = head.retryAfter
    redirectHost = head["location"].flatMap(Self.host(of:)).flatMap { serverText.clean($0, limit: 255) }
    kind = Kind(status: head.status, code: body.code)
  }

  /// The host in an absolute URL, with its port and without user information; nil for a relative one.
  private static func host(of url: String) -> String? {
    guard let scheme = url.firstRange(of: "://") else { return nil }
    let authority = url[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" && $0 != "\\" }
    return authority.split(separator: "@").last.map(String.init)
  }
}
