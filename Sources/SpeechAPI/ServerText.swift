import JSON

/// Makes what a server says safe to print and to log.
///
/// Text of a server may steer a terminal, hide words by writing direction, echo the API key, or have no end.
struct ServerText {
  /// Nil where none was sent.
  let key: APIKey?

  /// `text` on one line, without control and format characters and without the key, cut after `limit` Unicode code
  /// points; nil when nothing visible is left.
  func clean(_ text: String, limit: Int = 500) -> String? {
    let redacted = redact(text.visibleOnOneLine)
    if redacted.isEmpty { return nil }
    return redacted.unicodeScalars.count <= limit ? redacted : String(redacted.unicodeScalars.prefix(limit)) + "…"
  }

  /// The text in the member `name` of `json`, made safe to show; nil when there is none.
  func text(_ name: String, of json: JSONValue, limit: Int = 120) -> String? {
    json[name]?.string.flatMap { clean($0, limit: limit) }
  }

  /// `text` when it looks like an id: at most 128 printable ASCII characters without spaces, and without the key.
  func identifier(_ text: String?) -> String? {
    guard let text, (1...128).contains(text.utf8.count), text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
      key.map({ !text.contains($0.headerValue) }) ?? true
    else { return nil }
    return text
  }

  /// Cleans every string inside `value`, names of members included.
  func clean(_ value: JSONValue) -> JSONValue {
    switch value {
    case .null, .bool, .number: value
    case .string(let text): .string(clean(text) ?? "")
    case .array(let elements): .array(elements.map(clean))
    case .object(let members):
      .object(
        Dictionary(members.map { (clean($0.key) ?? "", clean($0.value)) }, uniquingKeysWith: { first, _ in first }))
    }
  }

  /// Looks at code points, not characters: an accent after the key would make its last character another one. The
  /// placeholder is not ASCII, so that it can never help to spell a key.
  private func redact(_ text: String) -> String {
    guard let key else { return text }
    return String(text.unicodeScalars.replacing(key.headerValue.unicodeScalars, with: "•••".unicodeScalars))
  }
}

extension String {
  /// What of it can be shown on one line, whoever wrote it. Runs of white space become one space. Control characters (C0,
  /// DEL, C1), format characters (writing direction, zero width), private and unassigned ones, and all that is not to be
  /// seen (variation selectors, fillers) go. Look for a key only afterwards: they could be hidden inside it.
  package var visibleOnOneLine: String {
    var scalars = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      if scalar.properties.isWhitespace {
        if scalars.last != " " { scalars.append(" ") }
      } else {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned: continue
        default: if !scalar.properties.isDefaultIgnorableCodePoint { scalars.append(scalar) }
        }
      }
    }
    return String(scalars).trimmingWhitespace()
  }
}

extension APIKey? {
  /// `text`, whoever wrote it, on one line, without control characters and without the key, cut after `limit` Unicode code
  /// points; nil when nothing visible is left.
  package func redacted(_ text: String, limit: Int) -> String? { ServerText(key: self).clean(text, limit: limit) }
}
