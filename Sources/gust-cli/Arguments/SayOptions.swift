import FileOutput
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
  /// Whether lines are edited at the terminal, each to be spoken.
  let isInteractive: Bool
  let voiceID: String
  let service: ServiceOptions
  let playback: PlaybackOptions
  /// Whether a job is made of it, which is then waited for.
  let isAsync: Bool
  let markup: Markup
  /// Whether the text is printed as it comes.
  let isEcho: Bool
  let narration: NarrationOptions
  let format: StoredFormat
  private let modelID: String?
  let languageCode: String?
  private let instructions: String?
  private let guidanceScale: Double?

  init(_ arguments: ParsedArguments, _ preferences: Preferences = Preferences()) throws(UsageError) {
    let values = arguments.values
    isInteractive = arguments.switches.contains("interactive")
    if isInteractive { try Self.checkInteractive(arguments) }
    text = try Self.textSource(arguments)
    try Self.checkVoice(values["voice"])
    guard let voice = values["voice"] ?? environmentVariable("BREEZE_VOICE") ?? preferences.voice else {
      throw UsageError("There is no voice. Name one with -v, set BREEZE_VOICE, or put one into the configuration.")
    }
    voiceID = voice
    service = try ServiceOptions(arguments)
    playback = try PlaybackOptions(arguments, input: values["file"], preferences)
    if case .file("-") = text, service.keyFile == "-" {
      throw UsageError("Standard input cannot be both the text and the key: name a file for one of them.")
    }
    isAsync = arguments.switches.contains("async")
    try Self.checkParts(arguments)
    markup = try Self.markup(arguments.switches)
    isEcho = arguments.switches.contains("echo")
    narration = NarrationOptions(
      pause: .milliseconds(try arguments.number("sentence-pause", in: 0...60_000) ?? 0),
      keepsGoing: arguments.switches.contains("keep-going"))
    modelID = values["model"] ?? preferences.model
    languageCode = values["language"] ?? preferences.language
    instructions = values["instructions"]
    guidanceScale = try arguments.number("guidance", in: 1...10)
    guard !isEcho || !playback.usesStandardOutput else {
      throw UsageError("--echo prints to standard output, so nothing else can go there.")
    }
    format = try Self.format(values["format"], savingTo: values["output"], isAsync: isAsync, preferences.format)
  }

  /// Whether it is spoken part by part: a text that is there at once and goes into one request needs that not.
  var isLive: Bool {
    guard !isAsync, playback.outputPath == nil else { return false }
    if case .file = text { return true }
    return markup == .markdown || isEcho || narration.pause > .zero || narration.keepsGoing
  }

  /// Refuses what would be ignored in silence: what is saved, or ordered, is spoken in one piece.
  private static func checkParts(_ arguments: ParsedArguments) throws(UsageError) {
    guard
      let whole = arguments.values["output"].map({ _ in "-o" })
        ?? (arguments.switches.contains("async") ? "--async" : nil)
    else { return }
    let option = ["echo", "keep-going"].first(where: arguments.switches.contains)
    guard let option = option ?? (arguments.values["sentence-pause"].map { _ in "sentence-pause" }) else { return }
    throw UsageError("With \(whole) the text is spoken in one piece; --\(option) is about parts.")
  }

  /// Whether the text has to be waited for.
  var readsText: Bool { if case .file = text { true } else { false } }

  /// Whether anything is opened that may be a pipe or a terminal, and keep one waiting.
  var readsOrWritesFiles: Bool { readsText || playback.outputPath != nil || service.keyFile != nil }

  /// Whether somebody types the text while it is spoken.
  var isTyped: Bool {
    guard isLive, case .file("-") = text else { return false }
    return StandardStream.input.isTerminal
  }

  /// Whether a line on the terminal would be mixed with what is printed or typed there.
  var sharesTerminal: Bool {
    playback.printsToTerminal || isEcho && StandardStream.output.isTerminal || isTyped
  }

  /// How the file is to hold what is streamed, which is never WAV.
  var fileForm: FileForm { format == .wav && !isAsync ? .wav : .asReceived }

  func request(for text: String) -> SpeechRequest {
    SpeechRequest(
      text: text, voiceID: voiceID, modelID: modelID, languageCode: languageCode, instructions: instructions,
      guidanceScale: guidanceScale, format: format == .mp3 ? .mp3 : .pcm)
  }

  private static func markup(_ switches: Set<String>) throws(UsageError) -> Markup {
    guard !switches.contains("markdown") || !switches.contains("plain") else {
      throw UsageError("The text is --markdown or --plain, not both.")
    }
    return switches.contains("markdown") ? .markdown : .plain
  }

  /// Whoever edits lines has the terminal, and no file.
  private static func checkInteractive(_ arguments: ParsedArguments) throws(UsageError) {
    let given = arguments.switches.union(arguments.values.keys)
    let unfit = ["file", "echo", "output", "tee", "async", "json", "latency-report", "trace", "verbose"]
    if let name = unfit.first(where: given.contains) {
      throw UsageError("--interactive speaks what is typed, and goes without --\(name).")
    }
    guard arguments.operands.isEmpty else {
      throw UsageError("--interactive speaks what is typed: leave out the text.")
    }
    guard StandardStream.input.isTerminal, StandardStream.error.isTerminal else {
      throw UsageError("--interactive needs a terminal at standard input and standard error.")
    }
  }

  /// Finds what people mean who know the letter from other programs.
  private static func checkVoice(_ argument: String?) throws(UsageError) {
    switch argument {
    case "v", "vv", "-v": throw UsageError("-v names the voice. -V, or -VV, tells what happens.")
    case "?": throw UsageError("“gust voices” lists the voices.", isAboutOptions: false)
    default: break
    }
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

  /// What can be had without `--async`.
  static let streamedFormats = ["mp3", "pcm", "wav"]

  /// The name of the file says what to ask for, unless the user does.
  private static func format(
    _ text: String?, savingTo path: String?, isAsync: Bool, _ preferred: String?
  ) throws(UsageError) -> StoredFormat {
    let formats = isAsync ? StoredFormat.allCases.map(\.rawValue) : streamedFormats
    if let text {
      guard formats.contains(text), let format = StoredFormat(rawValue: text) else {
        throw UsageError("--format takes \(formats.inWords), not \(text.debugDescription). --async takes it, too.")
      }
      return format
    }
    let ending = path.flatMap { $0.split(separator: ".").count > 1 ? $0.split(separator: ".").last : nil }
    let named = ending.map { $0.lowercased() } ?? ""
    let aliases = ["raw": "pcm", "wave": "wav", "ogg": "opus"]
    guard let format = StoredFormat(rawValue: aliases[named] ?? named) else {
      guard named != "m4a" else { throw UsageError("Audio is saved as \(formats.inWords), not as m4a.") }
      return preferred.flatMap(StoredFormat.init) ?? .mp3
    }
    guard formats.contains(format.rawValue) else {
      throw UsageError(
        "Audio is streamed as \(formats.inWords), not as \(named). Let the name end in .mp3, .pcm or .wav, or add --async."
      )
    }
    return format
  }
}
