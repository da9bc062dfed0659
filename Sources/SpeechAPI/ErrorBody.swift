import JSON

/// What the body of a failed reply says, made safe to show. Any bytes are welcome.
///
/// Reads the envelope of the service (`code`, `detail`, `error`, `meta`), the validation errors of its web framework
/// (`detail` as a list), and the pages of proxies in between. What is missing or of another type is left out.
struct ErrorBody {
  private(set) var code: String?
  private(set) var detail: String?
  private(set) var meta: JSONValue?
  /// Which fields of the request were refused and why, at most three.
  private(set) var complaints: [String] = []
  /// What a body that is not JSON says: its title or its first words.
  private(set) var excerpt: String?

  init(_ bytes: [UInt8], _ serverText: ServerText) {
    if let json = JSONValue(parsing: bytes) {
      readEnvelope(json, serverText)
    } else {
      excerpt = Self.excerpt(of: bytes, serverText)
    }
  }

  private mutating func readEnvelope(_ json: JSONValue, _ serverText: ServerText) {
    code = serverText.text("code", of: json, limit: 64)
    detail = Self.explanations(in: json).lazy.compactMap { serverText.clean($0) }.first
    if let meta = json["meta"], meta != .null { self.meta = serverText.clean(meta) }
    let found = [json["meta"], json["detail"]].compactMap(\.self).flatMap(Self.complaints(in:))
    complaints = found.prefix(3).compactMap { serverText.clean($0, limit: 160) }
  }

  /// Where services and frameworks put their sentence, the most telling first.
  private static func explanations(in json: JSONValue) -> [String] {
    [
      json["detail"], json["detail"]?["message"], json["error"], json["error"]?["message"], json["message"],
    ].compactMap { $0?.string }
  }

  /// Finds objects that name a field (`loc`, `field`, `path`) and say what is wrong with it, wherever they lie.
  private static func complaints(in value: JSONValue) -> [String] {
    switch value {
    case .array(let elements):
      return elements.flatMap(complaints(in:))
    case .object(let members):
      if let field = fieldName(in: value), let reason = (value["msg"] ?? value["message"] ?? value["detail"])?.string {
        return ["\(field): \(reason)"]
      }
      return members.sorted { $0.key < $1.key }.flatMap { complaints(in: $0.value) }
    default:
      return []
    }
  }

  /// `["body", "voice_settings", "guidance_scale"]` and `"guidance_scale"` alike; the place before the field is dropped.
  private static func fieldName(in value: JSONValue) -> String? {
    switch value["loc"] ?? value["field"] ?? value["path"] {
    case .string(let name): return name
    case .array(let elements):
      let names = elements.compactMap(\.string)
      let path = names.count > 1 && ["body", "query", "path"].contains(names[0]) ? names.dropFirst() : names[...]
      return path.isEmpty ? nil : path.joined(separator: ".")
    default: return nil
    }
  }
}

extension ErrorBody {
  /// The title of a page, the first words of plain text, or nil: nothing of broken JSON or binary data is worth showing.
  private static func excerpt(of bytes: [UInt8], _ serverText: ServerText) -> String? {
    guard bytes.count <= JSONValue.maximumBytes, let text = String(validating: bytes, as: UTF8.self),
      !text.unicodeScalars.contains("\0")
    else { return nil }
    switch text.unicodeScalars.first(where: { !$0.properties.isWhitespace && $0 != "\u{FEFF}" }) {
    case "<": return pageTitle(in: bytes).flatMap { serverText.clean($0, limit: 120) }
    case "{", "[", "\"", nil: return nil
    default: return serverText.clean(text, limit: 200)
    }
  }

  /// The text of the first `<title>` element.
  private static func pageTitle(in bytes: [UInt8]) -> String? {
    let lowered = bytes.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    guard let open = lowered.firstRange(of: Array("<title".utf8)),
      let start = lowered[open.upperBound...].firstIndex(of: UInt8(ascii: ">")),
      let end = lowered[start...].firstIndex(of: UInt8(ascii: "<"))
    else { return nil }
    return String(decoding: bytes[(start + 1)..<end], as: UTF8.self)
  }
}
