import Gust
import Platform
import SpeechSeat

/// How `--start` is written.
enum StartText {
  static let range = "adaptive, immediate, or milliseconds from 0 to 2000"

  /// Nil when it is anything else.
  static func policy(_ text: String) -> StartPolicy? {
    switch text {
    case "adaptive": .adaptive
    case "immediate": .immediate
    default: Int(text).flatMap { (0...2000).contains($0) ? .fixed(.milliseconds($0)) : nil }
    }
  }
}

/// What every command that plays or saves can be told: where sound and bytes go, and what is shown of the way there.
struct PlaybackOptions {
  let outputPath: String?
  let playsSound: Bool
  /// How it behaves towards other speech of this user.
  let manner: SpeechSeat.Manner
  let audioDevice: String?
  let startPolicy: StartPolicy
  let volume: Double
  let showsTimings: Bool
  let reportPath: String?
  let tracePath: String?
  /// Whether what happens is printed for programs.
  let isJSON: Bool
  /// Whether anything is printed to standard output.
  let usesStandardOutput: Bool

  /// - Parameters:
  ///   - input: a file that is read.
  ///   - path: where to save to in place of what `-o` says.
  ///   - preferences: what holds where nothing is said.
  init(
    _ arguments: ParsedArguments, input: String? = nil, savingTo path: String? = nil, _ preferences: Preferences
  ) throws(UsageError) {
    let values = arguments.values
    let isTee = arguments.switches.contains("tee")
    outputPath = path ?? values["output"]
    guard outputPath != nil || !isTee else { throw UsageError("--tee goes with -o: it plays what -o saves.") }
    playsSound = outputPath == nil || isTee
    manner = try Self.manner(arguments.switches)
    reportPath = values["latency-report"]
    tracePath = values["trace"]
    isJSON = arguments.switches.contains("json")
    let outputs = [outputPath, reportPath, tracePath]
    usesStandardOutput = isJSON || outputs.contains("-")
    guard !isJSON || !outputs.contains("-") else {
      throw UsageError("--json prints to standard output, so nothing else can go there: name a file instead of -.")
    }
    try Self.checkOutputs(outputs, input: input)
    showsTimings = arguments.switches.contains("timings")
    audioDevice = values["audio-device"] ?? (environmentVariable("PULSE_SINK") == nil ? preferences.device : nil)
    startPolicy = try Self.startPolicy(values["start"] ?? preferences.start)
    volume = try arguments.number("volume", in: Self.volumeRange) ?? preferences.volume.flatMap(Self.volume) ?? 1
  }

  /// Whether a line on the terminal would be mixed with what is printed there.
  var printsToTerminal: Bool { usesStandardOutput && StandardStream.output.isTerminal }

  /// The configuration for a player that does what was asked for.
  func configuration(_ service: ServiceOptions) throws -> PlayerConfiguration {
    var configuration = try service.configuration()
    configuration.sound = playsSound ? .pulse(PulseConfiguration(device: audioDevice)) : .none
    configuration.startPolicy = startPolicy
    configuration.volume = volume
    return configuration
  }

  /// Each file has one purpose: what is written last would be all that is left.
  private static func checkOutputs(_ outputs: [String?], input: String?) throws(UsageError) {
    let outputs = outputs.compactMap(\.self)
    for (index, path) in outputs.enumerated() where outputs[..<index].contains(path) || path != "-" && path == input {
      throw UsageError("\(path.debugDescription) is named for two purposes; give each its own file.")
    }
  }

  private static let volumeRange = 0.0...4.0

  /// A factor of loudness; nil when `text` is none.
  static func volume(_ text: String) -> Double? {
    Double(text).flatMap { volumeRange.contains($0) ? $0 : nil }
  }

  private static func manner(_ switches: Set<String>) throws(UsageError) -> SpeechSeat.Manner {
    switch (switches.contains("now"), switches.contains("mix")) {
    case (false, false): return .queue
    case (true, false): return .interrupt
    case (false, true): return .mix
    case (true, true): throw UsageError("--now ends other speech and --mix speaks beside it; give one of them.")
    }
  }

  private static func startPolicy(_ text: String?) throws(UsageError) -> StartPolicy {
    guard let text else { return .adaptive }
    guard let policy = StartText.policy(text) else {
      throw UsageError("--start takes \(StartText.range), not \(text.debugDescription).")
    }
    return policy
  }
}
