package import JSON

/// A voice of the service, as `GET /v1/voices` describes it.
///
/// All text in it is safe to print and to log. Fields the service leaves out, or gives another type, are nil or empty.
public struct Voice: Sendable, Equatable {
  /// The id, for ``SpeechRequest/voiceID``.
  public let id: String
  /// What it is called; its id where the service says nothing.
  public let name: String
  /// The language it is made for, such as `en` or `pt-BR`.
  public let languageCode: String?
  /// In the service's own word.
  public let gender: String?
  /// In the service's own word, such as `middle_aged`.
  public let age: String?
  /// How it sounds, in the service's own words.
  public let tones: [String]
  /// In the service's own word.
  public let accent: String?
  /// What made it: see ``VoiceQuery/Category``.
  public let category: String?
  /// Whose it is: see ``VoiceQuery/Ownership``.
  public let type: String?
  /// What people should know of it.
  public let description: String?
  /// Where a sample of it lies.
  public let previewURL: String?
  /// All that the service says of it, fields that are not known here as well, made safe to show.
  package let fields: [String: JSONValue]

  /// Nil when `json` has no usable id: nothing could be done with the voice.
  init?(_ json: JSONValue, _ serverText: ServerText) {
    guard case .object(let members) = serverText.clean(json),
      let id = serverText.identifier(json["voice_id"]?.string)
    else { return nil }
    self.id = id
    name = serverText.text("name", of: json) ?? id
    languageCode =
      serverText.text("language_code", of: json, limit: 32) ?? serverText.text("language", of: json, limit: 32)
    gender = serverText.text("gender", of: json, limit: 32)
    age = serverText.text("age", of: json, limit: 32)
    tones = Self.tones(json["tone"]).prefix(16).compactMap { serverText.clean($0, limit: 64) }
    accent = serverText.text("accent", of: json, limit: 64)
    category = serverText.text("category", of: json, limit: 64)
    type = serverText.text("voice_type", of: json, limit: 64)
    description = serverText.text("description", of: json, limit: 500)
    previewURL = serverText.text("preview_url", of: json, limit: 2048)
    fields = members
  }

  /// One word or a list of them.
  private static func tones(_ json: JSONValue?) -> [String] {
    switch json {
    case .string(let tone): [tone]
    case .array(let tones): tones.compactMap(\.string)
    default: []
    }
  }
}

extension Voice {
  /// Whether it is made for the language: `en` is matched by `en` and `en-GB`, `en-GB` by itself and by `en`. Case and the
  /// kind of dash do not matter. A voice without a language is made for none.
  public func speaks(_ languageCode: String) -> Bool {
    let (own, wanted) = (Self.subtags(self.languageCode ?? ""), Self.subtags(languageCode))
    return !own.isEmpty && !wanted.isEmpty && zip(own, wanted).allSatisfy(==)
  }

  private static func subtags(_ code: String) -> [Substring] {
    code.lowercased().split { $0 == "-" || $0 == "_" }
  }
}
