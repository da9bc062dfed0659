/// An id, percent-encoded so that it is exactly one segment of a URL path (RFC 3986 §3.3).
///
/// Slashes and dot segments are refused, not encoded: proxies and web frameworks decode `%2F` and `%2E` before they
/// route, and the request would reach another endpoint with the user's key.
struct PathSegment {
  static let maximumBytes = 256

  let encoded: String

  init(_ raw: String, naming identifier: SpeechRequestError.Identifier) throws(SpeechRequestError) {
    if let fault = Self.fault(in: raw) { throw .identifierUnusable(identifier, fault) }
    encoded = Self.percentEncoded(raw)
  }

  /// `text` as it stands in one part of a path or a query, whatever is in it.
  static func percentEncoded(_ text: String) -> String { text.utf8.map(encode).joined() }

  private static func fault(in raw: String) -> SpeechRequestError.IdentifierFault? {
    if raw.unicodeScalars.allSatisfy(\.properties.isWhitespace) { return .empty }
    if raw.utf8.count > maximumBytes { return .tooLong }
    if raw == "." || raw == ".." { return .dotSegment }
    let isForbidden = { (scalar: Unicode.Scalar) in
      scalar == "/" || scalar == "\\" || scalar.properties.generalCategory == .control
    }
    return raw.unicodeScalars.contains(where: isForbidden) ? .forbiddenCharacter : nil
  }

  private static func encode(_ byte: UInt8) -> String {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
      UInt8(ascii: "~"):
      String(UnicodeScalar(byte))
    default:
      (byte < 0x10 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
    }
  }
}
