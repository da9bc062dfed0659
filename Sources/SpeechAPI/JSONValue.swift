/// Any JSON value (RFC 8259). Numbers are IEEE doubles, as in JavaScript.
public enum JSONValue: Sendable, Equatable {
  /// `null`.
  case null
  /// `true` or `false`.
  case bool(Bool)
  /// A number.
  case number(Double)
  /// A string.
  case string(String)
  /// An array.
  case array([JSONValue])
  /// An object; the order of its keys is not kept.
  case object([String: JSONValue])

  /// The largest document that is read.
  public static let maximumBytes = 64 * 1024
  /// The deepest nesting that is read.
  public static let maximumDepth = 32

  /// Reads one JSON document in UTF-8.
  ///
  /// Nil when `bytes` is anything else, is cut short, is larger than ``maximumBytes``, is nested deeper than
  /// ``maximumDepth``, or holds a number no double can hold. Of repeated keys the last counts.
  public init?(parsing bytes: [UInt8]) {
    guard bytes.count <= Self.maximumBytes else { return nil }
    var parser = JSONParser(bytes)
    guard let value = parser.parseDocument() else { return nil }
    self = value
  }

  /// The member called `name`, when this is an object that has one.
  public subscript(name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members[name]
  }

  /// The text, when this is a string.
  public var string: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }
}
