import JSON

extension JSONValue {
  /// Null where there is no text.
  static func text(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }

  /// The value on one line.
  var line: String { String(decoding: encoded(), as: UTF8.self) }
}
