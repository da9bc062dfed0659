/// A voice of the simulator.
struct Voice: Hashable, Sendable {
  var id: String
  var name: String
  var languageCode: String
  var gender: String
  var category = "premade"
  var createdAt: Int
  /// Which espeak-ng voice speaks for it.
  var espeakName: String

  /// Every voice there is; the first is the one of the documentation's examples.
  static let all = [
    Voice(
      id: "voc_xeh3w54cqvnp", name: "Example", languageCode: "en", gender: "male", createdAt: 1_760_000_006,
      espeakName: "en-us"),
    Voice(
      id: "voc_b4k7m2p9q1rs", name: "Albion", languageCode: "en", gender: "male", createdAt: 1_760_000_005,
      espeakName: "en-gb"),
    Voice(
      id: "voc_d8t3v6w0x5yz", name: "Dorothea", languageCode: "de", gender: "female", createdAt: 1_760_000_004,
      espeakName: "de+f2"),
    Voice(
      id: "voc_f1g9h4j7k2lm", name: "Florence", languageCode: "fr", gender: "female", createdAt: 1_760_000_003,
      espeakName: "fr+f3"),
    Voice(
      id: "voc_e5n8p3r6s0tv", name: "Esteban", languageCode: "es", gender: "male", createdAt: 1_760_000_002,
      espeakName: "es"),
    Voice(
      id: "voc_c2w7x1y4z9ab", name: "My own voice", languageCode: "en", gender: "neutral", category: "cloned",
      createdAt: 1_760_000_001, espeakName: "en-us+m3"),
  ]

  static func named(_ id: String) -> Voice? {
    all.first { $0.id == id }
  }

  /// `default` for those of the service, `personal` for those of the account.
  var type: String { category == "premade" ? "default" : "personal" }

  var json: JSONValue {
    [
      "voice_id": .string(id), "name": .string(name), "language_code": .string(languageCode),
      "gender": .string(gender), "age": "middle_aged", "tone": ["calm"], "accent": .null,
      "description": .string("The \(espeakName) voice of espeak-ng."), "preview_url": .null,
      "category": .string(category), "voice_type": .string(type), "created_at_unix": .integer(createdAt),
    ]
  }
}
