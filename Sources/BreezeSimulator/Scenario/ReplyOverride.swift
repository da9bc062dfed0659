/// Changes to an answer that would otherwise succeed: what a proxy, a misconfigured host or a bug does to it.
public struct ReplyOverride: Codable, Sendable, Equatable {
  /// A body that is not what was asked for.
  public enum Body: String, Codable, Sendable {
    /// A proxy's page.
    case html
    /// An object that is neither audio nor an error envelope.
    case json
    /// A sentence.
    case text
    /// 64 KiB of noise bytes.
    case garbage
  }

  /// HTTP status in place of 200.
  public var status: Int?
  /// Value of `Content-Type`; a replaced body has its own type unless this says otherwise.
  public var contentType: String?
  /// The body to send instead.
  public var body: Body?
  /// Names of headers that are left out, in any case.
  public var omitHeaders: [String] = []
  /// `Content-Length` in place of chunked transfer encoding.
  public var contentLength = false

  /// No change.
  public init() {}

  enum CodingKeys: String, CodingKey, CaseIterable {
    case status, contentType, body, omitHeaders, contentLength
  }

  /// Decodes an override; fields that are missing change nothing.
  public init(from decoder: any Decoder) throws {
    let fields = try ScriptFields<CodingKeys>(decoder)
    status = try fields.value(.status)
    contentType = try fields.value(.contentType)
    body = try fields.value(.body)
    omitHeaders = try fields.value(.omitHeaders, or: omitHeaders)
    contentLength = try fields.value(.contentLength, or: contentLength)
  }
}

extension ReplyOverride.Body {
  /// The type such a body would honestly have.
  var contentType: String {
    switch self {
    case .html: "text/html; charset=utf-8"
    case .json: "application/json"
    case .text: "text/plain; charset=utf-8"
    case .garbage: "application/octet-stream"
    }
  }

  var bytes: [UInt8] {
    switch self {
    case .html: return Array("<!DOCTYPE html><html><body><h1>502 Bad Gateway</h1></body></html>\n".utf8)
    case .json: return Array(#"{"message":"this is not audio"}"#.utf8)
    case .text: return Array("This is not audio.\n".utf8)
    case .garbage:
      var random = SplitMix64(seed: 0x6B7E)
      return (0..<65_536).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    }
  }
}
