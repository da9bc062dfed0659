import CCurl
import Glibc

/// A URL that `URLPolicy` let pass, as libcurl's own parser understands it.
struct CheckedURL {
  /// The URL in libcurl's normal form: what it is given to fetch.
  let text: String
  /// The host, an IPv6 address in brackets.
  let host: String
  /// Whether the host can only be this machine.
  let isLoopback: Bool
  /// Whether it is reached over TLS.
  var isSecure: Bool { text.hasPrefix("https:") }
}

/// Which URLs Gust fetches: `https`, and `http` to this machine.
enum URLPolicy {
  /// Reads `url` with the parser libcurl itself connects by, so that no trick can make the two disagree on the host.
  static func check(_ url: String) throws(HTTPError) -> CheckedURL {
    guard !url.utf8.contains(0) else { throw .invalidURL(reason: "it contains a NUL byte") }
    let parsed = try ParsedURL()
    try parsed.parse(url)
    let host = try parsed.part(CURLUPART_HOST)
    let isLoopback = isLoopback(host)
    switch try parsed.part(CURLUPART_SCHEME) {
    case "https": break
    case "http":
      guard isLoopback else { throw .insecureURL(host: host) }
    default: throw .invalidURL(reason: "its scheme is not https")
    }
    return CheckedURL(text: try parsed.part(CURLUPART_URL), host: host, isLoopback: isLoopback)
  }

  /// Whether `host` is `localhost`, which libcurl resolves by itself to loopback, or a loopback address: 127.0.0.0/8 or ::1.
  private static func isLoopback(_ host: String) -> Bool {
    if host.lowercased() == "localhost" { return true }
    var v4 = in_addr()
    if unsafe inet_pton(AF_INET, host, &v4) == 1 {
      return UInt32(bigEndian: v4.s_addr) >> 24 == 127
    }
    return host == "[::1]"
  }
}

/// What a `Location` means.
package enum RedirectTarget {
  /// The absolute URL that `location`, which may be relative, names in a reply from `base` (RFC 9110 §10.2.2, RFC 3986 §5),
  /// by libcurl's parser; nil when there is none. Whether it may be fetched is for others to judge.
  package static func url(_ location: String, relativeTo base: String) -> String? {
    guard !location.utf8.contains(0), !base.utf8.contains(0), let parsed = try? ParsedURL() else { return nil }
    do {
      try parsed.parse(base)
      try parsed.parse(location)
      return try parsed.part(CURLUPART_URL)
    } catch {
      return nil
    }
  }
}

/// Owner of one `CURLU`.
@safe private struct ParsedURL: ~Copyable {
  private let handle: OpaquePointer

  init() throws(HTTPError) {
    guard let handle = unsafe curl_url() else { throw .systemFailure(reason: "no memory for a URL") }
    unsafe self.handle = handle
  }

  deinit { unsafe curl_url_cleanup(handle) }

  func parse(_ url: String) throws(HTTPError) {
    let code = unsafe curl_url_set(handle, CURLUPART_URL, url, UInt32(CURLU_DISALLOW_USER))
    guard code == CURLUE_OK else { throw .invalidURL(reason: Self.reason(code)) }
  }

  func part(_ part: CURLUPart) throws(HTTPError) -> String {
    var text: UnsafeMutablePointer<CChar>?
    let code = unsafe curl_url_get(handle, part, &text, 0)
    guard code == CURLUE_OK, let text = unsafe text else { throw .invalidURL(reason: Self.reason(code)) }
    defer { unsafe curl_free(text) }
    return unsafe String(cString: text)
  }

  private static func reason(_ code: CURLUcode) -> String {
    guard let text = unsafe curl_url_strerror(code) else { return "code \(code.rawValue)" }
    return unsafe String(cString: text)
  }
}
