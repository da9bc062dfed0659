import Gust
import Platform

/// What `gust say` was told, by its arguments and the environment: checked, but nothing opened or sent yet.
struct SayOptions {
  /// Where the text is.
  enum TextSource {
    case argument(String)
    case file(String)
  }

  let text: TextSource
  let voiceID: String
  let service: ServiceOptions
  let playback: PlaybackOptions
  /// Whether a job is made of it, which is then waited for.
  let isAsync: Bool
  let format: StoredFormat
  private let modelID: String?
  private let languageCode: String?
  private let instructions: String?
  private let guidanceScale: Double?

  init(_ arguments: ParsedArguments) throws(UsageError) {
    let values = arguments.values
    text = try Self.textSource(arguments)
    guard let voice = values["voice"] ?? environmentVariable("BREEZE_VOICE") else {
      throw UsageError("There is no voice. Name one with -v, or set BREEZE_VOICE.")
    }
    voiceID = voice
    service = try ServiceOptions(arguments)
    playback = try PlaybackOptions(arguments, input: values["file"])
    isAsync = arguments.switches.contains("async")
    modelID = values["model"]
    languageCode = values["language"]
    instructions = values["instructions"]
    guidanceScale = try arguments.number("guidance", in: 1...10)
    let formats: [StoredFormat] = isAsync ? StoredFormat.allCases : [.mp3, .pcm]
    format = try Self.format(values["format"], savingTo: values["output"], among: formats)
  }

  /// Whether anything is opened that may be a pipe or a terminal, and keep one waiting.
  var readsOrWritesFiles: Bool {
    if case .file = text { true } else { playback.outputPath != nil || service.keyFile != nil }
  }

  func request(for text: String) -> SpeechRequest {
    SpeechRequest(
      text: text, voiceID: voiceID, modelID: modelID, languageCode: languageCode, instructions: instructions,
      guidanceScale: guidanceScale, format: SpeechFormat(rawValue: format.rawValue) ?? .mp3)
  }

  private static func textSource(_ arguments: ParsedArguments) throws(UsageError) -> TextSource {
    switch (arguments.operands.isEmpty, arguments.values["file"]) {
    case (false, nil) where arguments.operands == ["-"]: return .file("-")
    case (false, nil): return .argument(arguments.operands.joined(separator: " "))
    case (true, let path?): return .file(path)
    case (true, nil): return .file("-")
    case (false, _?): throw UsageError("Give the text as arguments or with -f, not both.")
    }
  }

  /// Bytes are saved as they come, so the name of the file says what to ask for.
  private static func format(
    _ text: String?, savingTo path: String?, among formats: [StoredFormat]
  ) throws(UsageError) -> StoredFormat {
    if let text {
      guard let format = StoredFormat(rawValue: text), formats.contains(format) else {
        let isKnown = StoredFormat(rawValue: text) != nil
        throw UsageError(
          "--format takes \(formats.names), not \(text.debugDescription).\(isKnown ? " --async takes it, too." : "")")
      }
      return format
    }
    let ending = path.flatMap { $0.split(separator: ".").count > 1 ? $0.split(separator: ".").last : nil }
    let named = ending.map { $0.lowercased() } ?? ""
    let aliases = ["raw": StoredFormat.pcm, "ogg": .opus]
    guard let format = StoredFormat(rawValue: named) ?? aliases[named] else {
      guard named != "m4a" else { throw UsageError("Audio is saved as \(formats.names), not as m4a.") }
      return .mp3
    }
    guard formats.contains(format) else {
      throw UsageError(
        "Audio is streamed as mp3 or pcm, not as \(named). Let the name end in .mp3 or .pcm, or add --async.")
    }
    return format
  }
}

extension [StoredFormat] {
  fileprivate var names: String {
    let names = map(\.rawValue)
    return names.dropLast().joined(separator: ", ") + " or " + (names.last ?? "")
  }
}
