/// The base address of the service: where requests, and the API key with them, are sent.
///
/// Only `https` is accepted, and `http` to the loopback of this machine, so that no key and no text crosses a network
/// in the clear.
public struct ServiceEndpoint: Sendable, Equatable {
  /// The base URL in normal form: scheme and host in lower case, no slash at the end. Paths are appended to it.
  public let url: String
  /// The host without its port; an IPv6 address keeps its brackets.
  public let host: String
  /// Whether the host is this machine itself.
  public let isLoopback: Bool

  /// The public service, `https://api.breeze.blue`.
  public static let standard = ServiceEndpoint(
    url: "https://api.breeze.blue", host: "api.breeze.blue", isLoopback: false)

  private init(url: String, host: String, isLoopback: Bool) {
    self.url = url
    self.host = host
    self.isLoopback = isLoopback
  }

  /// Reads a base URL: `https://HOST[:PORT][/PATH]`, or the same with `http` when HOST is `localhost`, an address in
  /// 127.0.0.0/8 in four plain decimals, or `[::1]`. A slash at the end is tolerated.
  ///
  /// The checks are narrower than RFC 3986, so that no two URL parsers can disagree on the host.
  ///
  /// - Throws: ``ServiceEndpointError``.
  public init(_ base: String) throws(ServiceEndpointError) {
    guard base.utf8.count <= 2048, base.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") })
    else { throw .malformed }
    guard let schemeEnd = base.firstRange(of: "://") else { throw .schemeMissing }
    let scheme = base[..<schemeEnd.lowerBound].lowercased()
    guard scheme == "https" || scheme == "http" else { throw .schemeUnsupported }
    let rest = base[schemeEnd.upperBound...]
    if rest.contains("?") || rest.contains("#") { throw .queryOrFragment }

    let pathStart = rest.firstIndex(of: "/") ?? rest.endIndex
    let authority = try Authority(rest[..<pathStart])
    guard scheme == "https" || authority.isLoopback else { throw .plainHTTPBeyondLoopback }
    let path = try Self.normalPath(rest[pathStart...])
    self.init(
      url: "\(scheme)://\(authority.host)\(authority.port)\(path)",
      host: authority.host,
      isLoopback: authority.isLoopback)
  }

  /// The path without slashes at its end. Dot segments and escapes are refused, for clients rewrite them.
  private static func normalPath(_ path: Substring) throws(ServiceEndpointError) -> String {
    let hasDotSegment = path.split(separator: "/").contains { $0 == "." || $0 == ".." }
    let isPlain = path.allSatisfy { $0.isLetter || $0.isNumber || "-._~/".contains($0) }
    if hasDotSegment || !isPlain { throw .pathUnusable }
    var path = path
    while path.last == "/" { path.removeLast() }
    return String(path)
  }
}

/// The `HOST[:PORT]` between scheme and path.
private struct Authority {
  let host: String
  /// With its colon; empty when there is none.
  let port: String

  init(_ text: Substring) throws(ServiceEndpointError) {
    if text.contains("@") { throw .userInfo }
    let bracketEnd = text.lastIndex(of: "]") ?? text.startIndex
    let portStart = text[bracketEnd...].firstIndex(of: ":") ?? text.endIndex
    host = text[..<portStart].lowercased()
    guard Self.isHost(host) else { throw .malformed }
    port = String(text[portStart...])
    guard port.isEmpty || Self.isPort(port.dropFirst()) else { throw .portInvalid }
  }

  var isLoopback: Bool {
    host == "localhost" || host == "[::1]" || Self.isLoopbackAddress(host)
  }

  private static func isHost(_ host: String) -> Bool {
    if host.hasPrefix("[") {
      return host.count > 2 && host.hasSuffix("]")
        && host.dropFirst().dropLast().allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." }
    }
    return !host.isEmpty && host.allSatisfy { $0.isLetter || $0.isNumber || $0 == "." || $0 == "-" || $0 == "_" }
  }

  private static func isPort(_ digits: Substring) -> Bool {
    digits.allSatisfy(\.isNumber) && UInt16(digits).map { $0 > 0 } == true
  }

  /// Four decimals without leading zeros, the first 127; `0127.0.0.1` would be octal to a resolver.
  private static func isLoopbackAddress(_ host: String) -> Bool {
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts.first == "127"
      && parts.allSatisfy { part in UInt8(part).map { String($0) == part } == true }
  }
}
