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
  let outputPath: String?
  let playsSound: Bool
  let isQuiet: Bool
  let showsTimings: Bool
  let reportPath: String?
  let tracePath: String?
  let keyFile: String?
  let baseURL: String?
  let audioDevice: String?
  let startPolicy: StartPolicy
  let volume: Double
  let idleLimit: Duration
  private let modelID: String?
  private let languageCode: String?
  private let instructions: String?
  private let guidanceScale: Double?
  private let format: SpeechFormat

  init(_ arguments: ParsedArguments) throws(UsageError) {
    let values = arguments.values
    text = try Self.textSource(arguments)
    guard let voice = values["voice"] ?? environmentVariable("BREEZE_VOICE") else {
      throw UsageError("There is no voice. Name one with -v, or set BREEZE_VOICE.")
    }
    voiceID = voice
    outputPath = values["output"]
    playsSound = values["output"] == nil || arguments.switches.contains("tee")
    guard values["output"] != nil || !arguments.switches.contains("tee") else {
      throw UsageError("--tee goes with -o: it plays what -o saves.")
    }
    isQuiet = arguments.switches.contains("quiet")
    showsTimings = arguments.switches.contains("timings")
    try Self.checkOutputs([values["output"], values["latency-report"], values["trace"]], text: values["file"])
    reportPath = values["latency-report"]
    tracePath = values["trace"]
    keyFile = values["api-key-file"]
    baseURL = values["base-url"]
    audioDevice = values["audio-device"]
    startPolicy = try Self.startPolicy(values["start"])
    volume = try Self.number(values["volume"], "volume", in: 0...4) ?? 1
    idleLimit = .seconds(try Self.number(values["timeout"], "timeout", in: 0.1...3600) ?? 30)
    modelID = values["model"]
    languageCode = values["language"]
    instructions = values["instructions"]
    guidanceScale = try Self.number(values["guidance"], "guidance", in: 1...10)
    format = try Self.format(values["format"], savingTo: values["output"])
  }

  /// Whether anything is opened that may be a pipe or a terminal, and keep one waiting.
  var readsOrWritesFiles: Bool {
    if case .file = text { true } else { outputPath != nil || keyFile != nil }
  }

  func request(for text: String) -> SpeechRequest {
    SpeechRequest(
      text: text, voiceID: voiceID, modelID: modelID, languageCode: languageCode, instructions: instructions,
      guidanceScale: guidanceScale, format: format)
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

  /// Each file has one purpose: what is written last would be all that is left.
  private static func checkOutputs(_ outputs: [String?], text: String?) throws(UsageError) {
    let outputs = outputs.compactMap(\.self)
    for (index, path) in outputs.enumerated() where outputs[..<index].contains(path) || path != "-" && path == text {
      throw UsageError("\(path.debugDescription) is named for two purposes; give each its own file.")
    }
  }

  private static func startPolicy(_ text: String?) throws(UsageError) -> StartPolicy {
    guard let text, text != "adaptive" else { return .adaptive }
    guard text != "immediate" else { return .immediate }
    guard let milliseconds = Int(text), (0...2000).contains(milliseconds) else {
      throw UsageError(
        "--start takes adaptive, immediate, or milliseconds from 0 to 2000, not \(text.debugDescription).")
    }
    return .fixed(.milliseconds(milliseconds))
  }

  private static func number(
    _ text: String?, _ name: String, in range: ClosedRange<Double>
  ) throws(UsageError) -> Double? {
    guard let text else { return nil }
    guard let number = Double(text), range.contains(number) else {
      throw UsageError(
        "--\(name) takes a number from \(range.lowerBound) to \(range.upperBound), not \(text.debugDescription).")
    }
    return number
  }

  /// Bytes are saved as they come, so the name of the file says what to ask for.
  private static func format(_ text: String?, savingTo path: String?) throws(UsageError) -> SpeechFormat {
    let ending = path.flatMap { $0.split(separator: ".").count > 1 ? $0.split(separator: ".").last : nil }
    let named = ending.map { $0.lowercased() }
    if let text {
      guard let format = SpeechFormat(rawValue: text) else {
        throw UsageError("--format takes mp3 or pcm, not \(text.debugDescription).")
      }
      return format
    }
    guard let named, ["wav", "flac", "ogg", "opus", "aac", "m4a"].contains(named) else {
      return named == "pcm" || named == "raw" ? .pcm : .mp3
    }
    throw UsageError("Audio is saved as mp3 or pcm, not as \(named). Let the name end in .mp3 or .pcm.")
  }
}
