/// Puts the header lines libcurl hands over together to the head of the final response.
struct ResponseHeadParser {
  /// All lines of all heads of one transfer, interim ones included, may have this many bytes.
  private static let byteLimit = 65_536

  private var byteCount = 0
  private var statusLine: (version: HTTPVersion, status: Int)?
  private var fields: [HTTPField] = []

  /// Takes one line with its line end. Returns the head when the line ended that of a final response.
  mutating func take(line: String) throws(HTTPError) -> HTTPResponseHead? {
    byteCount += line.utf8.count
    guard byteCount <= Self.byteLimit else { throw .headTooLarge }
    let content = line.trimmingLineEnd
    guard let statusLine else {
      statusLine = try Self.parseStatusLine(content)
      return nil
    }
    guard content.isEmpty else {
      takeField(content)
      return nil
    }
    defer { self = ResponseHeadParser(byteCount: byteCount) }
    let isInterim = statusLine.status < 200
    return isInterim
      ? nil : HTTPResponseHead(status: statusLine.status, fields: fields, httpVersion: statusLine.version)
  }

  private init(byteCount: Int) {
    self.byteCount = byteCount
  }

  init() {}

  /// `HTTP/1.1 200 OK`; libcurl writes such a line for HTTP/2, too (`HTTP/2 200`).
  private static func parseStatusLine(_ line: Substring) throws(HTTPError) -> (HTTPVersion, Int) {
    let parts = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: true)
    guard parts.count >= 2, parts[0].hasPrefix("HTTP/"),
      let version = HTTPVersion(rawValue: String(parts[0].dropFirst(5))),
      let status = Int(parts[1]), (100...999).contains(status)
    else { throw .protocolViolation(reason: "the status line cannot be read") }
    return (version, status)
  }

  /// A line without a colon says nothing and is passed over; one that begins with a space continues the field before it
  /// (RFC 9112 §5.2).
  private mutating func takeField(_ line: Substring) {
    if let first = line.utf8.first, first.isBlank, let last = fields.popLast() {
      fields.append(HTTPField(name: last.name, value: "\(last.value) \(line.trimmingBlanks)"))
    } else if let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")) {
      let value = line[line.utf8.index(after: colon)...].trimmingBlanks
      fields.append(HTTPField(name: String(line[..<colon]), value: String(value)))
    }
  }
}

extension String {
  /// The line without its CR LF. Bytes are compared because CR LF is one `Character`.
  fileprivate var trimmingLineEnd: Substring {
    Substring(utf8.prefix(utf8.count - utf8.reversed().prefix { $0 == 0x0D || $0 == 0x0A }.count))
  }
}

extension Substring {
  /// The text without the blanks around it.
  fileprivate var trimmingBlanks: Substring {
    let start = utf8.drop(while: \.isBlank)
    return Substring(start.prefix(start.count - start.reversed().prefix(while: \.isBlank).count))
  }
}

extension UInt8 {
  fileprivate var isBlank: Bool { self == 0x20 || self == 0x09 }
}
