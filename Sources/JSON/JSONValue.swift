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

  /// The largest document that is read unless another bound is given.
  public static let maximumBytes = 64 * 1024
  /// The deepest nesting that is read.
  public static let maximumDepth = 32

  /// Reads one JSON document in UTF-8.
  ///
  /// Nil when `bytes` is anything else, is cut short, is larger than `maximumBytes` or is nested deeper than
  /// ``maximumDepth``. Of repeated keys the last counts.
  public init?(parsing bytes: [UInt8], maximumBytes: Int = Self.maximumBytes) {
    guard bytes.count <= maximumBytes, Self.nestingDepth(of: bytes) <= Self.maximumDepth,
      let node = JanssonNode(parsing: bytes)
    else { return nil }
    self = node.value
  }

  /// Where `bytes` stop being a JSON document, counted from 1 in lines and bytes, for people who wrote it by hand; nil where they
  /// are one, or what is wrong is not at one place. What stands there is not told: it may be secret.
  public static func faultPosition(in bytes: [UInt8]) -> (line: Int, column: Int)? {
    guard nestingDepth(of: bytes) <= maximumDepth else { return nil }
    return JanssonNode.faultPosition(in: bytes)
  }

  /// The value as JSON in UTF-8: object keys in order, so that equal values give equal bytes; numbers with up to 15 digits.
  ///
  /// A value that JSON cannot state (infinity, NaN, a key with a NUL in it) gives no bytes.
  ///
  /// - Parameter indented: whether to write it for people, over several lines, or without spaces.
  public func encoded(indented: Bool = false) -> [UInt8] {
    JanssonNode.copy(of: self)?.text(indented: indented) ?? []
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

extension JSONValue {
  /// A number that is whole; exact up to 2⁵³.
  public static func count(_ value: some BinaryInteger) -> JSONValue { .number(Double(value)) }

  /// How deep arrays and objects lie in one another. Reading calls itself for each level: know before it does.
  private static func nestingDepth(of bytes: [UInt8]) -> Int {
    var (depth, deepest, isInString, isEscaped) = (0, 0, false, false)
    for byte in bytes {
      if isInString {
        (isInString, isEscaped) = (byte != UInt8(ascii: "\"") || isEscaped, byte == UInt8(ascii: "\\") && !isEscaped)
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): isInString = true
      case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
      default: break
      }
      deepest = max(deepest, depth)
    }
    return deepest
  }
}
