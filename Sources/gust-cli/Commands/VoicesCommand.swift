import Gust
import JSON
import Platform
import SpeechAPI

/// What `gust voices` was told.
struct VoicesOptions {
  let query: VoiceQuery
  let languageCode: String?
  let isJSON: Bool
  let service: ServiceOptions

  init(_ arguments: ParsedArguments) throws(UsageError) {
    try arguments.refuseOperands()
    let values = arguments.values
    query = VoiceQuery(
      search: values["search"], category: values["category"].flatMap(VoiceQuery.Category.init),
      ownership: values["type"].flatMap(VoiceQuery.Ownership.init))
    languageCode = values["language"]
    isJSON = arguments.switches.contains("json")
    service = try ServiceOptions(arguments)
  }
}

/// `gust voices`: the voices there are.
struct VoicesCommand {
  private let options: VoicesOptions

  init(_ options: VoicesOptions) {
    self.options = options
  }

  func run() async -> Ending {
    await Ending.asking(options.service) { player in
      let list = try await player.voices(options.query)
      let voices = list.voices.filter { voice in options.languageCode.map(voice.speaks) ?? true }
      if options.isJSON {
        StandardStream.output.writeLine(JSONValue.array(voices.map(\.json)).line)
      } else if !voices.isEmpty {
        StandardStream.output.writeLine(Self.table(voices).text(width: StandardStream.output.columnCount))
      }
      if !options.service.isQuiet {
        if voices.isEmpty { StandardStream.error.writeLine("gust: There is no such voice.") }
        if !list.isComplete { StandardStream.error.writeLine("gust: There may be more voices than are listed here.") }
      }
      return .status(.success)
    }
  }

  private static func table(_ voices: [Voice]) -> TextTable {
    var table = TextTable([
      .init("ID", isWhole: true), .init("NAME"), .init("LANGUAGE"), .init("GENDER"), .init("AGE"), .init("ACCENT"),
      .init("CATEGORY"), .init("TONE"), .init("DESCRIPTION"),
    ])
    for voice in voices {
      table.add([
        voice.id, voice.name, voice.languageCode ?? "", voice.gender ?? "", voice.age ?? "", voice.accent ?? "",
        voice.category ?? "", voice.tones.joined(separator: ", "), voice.description ?? "",
      ])
    }
    return table
  }
}

extension Voice {
  /// For programs: all that the service says, and null where it says nothing of what others are told by.
  fileprivate var json: JSONValue {
    let known: [String: JSONValue] = [
      "voice_id": .string(id), "name": .string(name), "language_code": .text(languageCode), "gender": .text(gender),
      "age": .text(age), "accent": .text(accent), "tone": .array(tones.map(JSONValue.string)),
      "category": .text(category), "voice_type": .text(type), "description": .text(description),
      "preview_url": .text(previewURL),
    ]
    return .object(fields.merging(known) { $1 })
  }
}
