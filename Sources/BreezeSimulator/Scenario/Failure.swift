/// An error envelope in place of the answer, after the key has been accepted and before the request is validated.
public struct Failure: Codable, Sendable, Equatable {
  /// HTTP status.
  public var status = 503
  /// The envelope's `code`.
  public var code = "GENERATION_CAPACITY_EXCEEDED"
  /// The envelope's `detail` and `error`.
  public var detail = "The simulator was told to fail."
  /// Value of `Retry-After`, or nil for no such header.
  public var retryAfterSeconds: Int?
  /// How many requests fail before one succeeds; nil fails as long as the scenario is in force.
  public var times: Int?

  /// 503 without `Retry-After`, for as long as the scenario is in force.
  public init() {}

  /// An error of one status and code.
  public init(status: Int, code: String, retryAfterSeconds: Int? = nil, times: Int? = nil) {
    self.status = status
    self.code = code
    self.retryAfterSeconds = retryAfterSeconds
    self.times = times
  }

  enum CodingKeys: String, CodingKey, CaseIterable {
    case status, code, detail, retryAfterSeconds, times
  }

  /// Decodes a failure; fields that are missing keep their defaults.
  public init(from decoder: any Decoder) throws {
    let fields = try ScriptFields<CodingKeys>(decoder)
    status = try fields.value(.status, or: status)
    code = try fields.value(.code, or: code)
    detail = try fields.value(.detail, or: detail)
    retryAfterSeconds = try fields.value(.retryAfterSeconds)
    times = try fields.value(.times)
  }
}

/// A redirect in place of the answer.
public struct Redirect: Codable, Sendable, Equatable {
  /// Value of `Location`.
  public var url: String
  /// HTTP status: 301, 302, 303, 307 or 308.
  public var status = 307

  /// A redirect to `url`.
  public init(to url: String, status: Int = 307) {
    self.url = url
    self.status = status
  }

  enum CodingKeys: String, CodingKey, CaseIterable {
    case url, status
  }

  /// Decodes a redirect; without a status it is 307.
  public init(from decoder: any Decoder) throws {
    let fields = try ScriptFields<CodingKeys>(decoder)
    url = try fields.value(.url, or: "/")
    status = try fields.value(.status, or: status)
  }
}
