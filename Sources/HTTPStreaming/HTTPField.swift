/// One header field of a request or a response (RFC 9110 §5).
///
/// The value of a secret field never shows in a description, a debug description or a dump.
package struct HTTPField: Hashable, Sendable {
  /// The field's name; compared without regard to case.
  package let name: String
  /// The field's value, without surrounding whitespace.
  package let value: String
  /// Whether the value must not be shown.
  package let isSecret: Bool

  /// Makes a field. Fields that commonly carry credentials are secret whatever `isSecret` says.
  package init(name: String, value: String, isSecret: Bool = false) {
    self.name = name
    self.value = value
    self.isSecret = isSecret || Self.credentialNames.contains(name.lowercased())
  }

  private static let credentialNames: Set<String> = [
    "authorization", "cookie", "proxy-authorization", "set-cookie", "x-api-key", "xi-api-key",
  ]
}

extension HTTPField: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The field as `name: value`, its value left out when it is secret.
  package var description: String { "\(name): \(isSecret ? "<redacted>" : value)" }

  /// The same as `description`.
  package var debugDescription: String { description }

  /// The same as `description`, so that `dump` shows no secret either.
  package var customMirror: Mirror { Mirror(self, children: ["field": description]) }
}

extension HTTPField {
  /// Whether the name is a token and the value has no control character but the tab (RFC 9110 §5.1, §5.5).
  var isValid: Bool {
    !name.isEmpty && name.utf8.allSatisfy(Self.isTokenByte)
      && value.utf8.allSatisfy { $0 == UInt8(ascii: "\t") || ($0 >= 0x20 && $0 != 0x7F) }
  }

  private static func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"):
      true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }
}

extension [HTTPField] {
  /// The value of the first field of that name, whatever the case of its letters.
  func value(of name: String) -> String? {
    let wanted = name.lowercased()
    return first { $0.name.lowercased() == wanted }?.value
  }
}
