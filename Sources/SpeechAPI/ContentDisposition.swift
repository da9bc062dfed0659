/// A `Content-Disposition` value (RFC 6266), read leniently.
package struct ContentDisposition: Sendable, Equatable {
  /// The name the server gives the file, decoded and otherwise as it was sent. **Outside data**: it may hold slashes, `..`,
  /// control characters or nothing; make a file name of it before use.
  package let filename: String?

  /// Reads a field's value. `filename*` (RFC 8187) is preferred to `filename` where it can be decoded.
  package init(_ value: String) {
    let parts = value.splitOutsideQuotes(at: ";").map { $0.trimmingWhitespace() }
    var parameters: [String: String] = [:]
    for part in parts.dropFirst() {
      guard let equals = part.firstIndex(of: "=") else { continue }
      let name = String(part[..<equals]).trimmingWhitespace().lowercased()
      // Of two of the same name, which the RFC forbids, the first counts.
      if parameters[name] == nil { parameters[name] = String(part[part.index(after: equals)...]).trimmingWhitespace() }
    }
    filename = parameters["filename*"].flatMap(Self.extendedValue) ?? parameters["filename"].map(Self.plainValue)
  }

  /// A token, or a quoted string with its escapes undone.
  private static func plainValue(_ text: String) -> String {
    guard text.count >= 2, text.hasPrefix("\""), text.hasSuffix("\"") else { return text }
    var value = ""
    var isEscaped = false
    for character in text.dropFirst().dropLast() {
      if character == "\\", !isEscaped {
        isEscaped = true
      } else {
        value.append(character)
        isEscaped = false
      }
    }
    return value
  }

  /// `charset'language'percent-encoded` (RFC 8187 §3.2), in UTF-8 or ISO 8859-1; nil for anything else.
  private static func extendedValue(_ text: String) -> String? {
    let parts = text.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, let bytes = percentDecoded(parts[2]) else { return nil }
    switch parts[0].lowercased() {
    case "utf-8": return String(validating: bytes, as: UTF8.self)
    case "iso-8859-1": return String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    default: return nil
    }
  }

  private static func percentDecoded(_ text: Substring) -> [UInt8]? {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard let digits = String(rest.prefix(2)), digits.utf8.count == 2, digits.allSatisfy(\.isHexDigit),
        let value = UInt8(digits, radix: 16)
      else { return nil }
      bytes.append(value)
      rest = rest.dropFirst(2)
    }
    return bytes
  }
}

extension String {
  /// The parts between `separator`s that do not stand in a quoted string.
  fileprivate func splitOutsideQuotes(at separator: Character) -> [String] {
    var parts = [""]
    var (isQuoted, isEscaped) = (false, false)
    for character in self {
      if character == separator, !isQuoted {
        parts.append("")
        continue
      }
      if character == "\"", !isEscaped { isQuoted.toggle() }
      isEscaped = isQuoted && character == "\\" && !isEscaped
      parts[parts.count - 1].append(character)
    }
    return parts
  }
}
