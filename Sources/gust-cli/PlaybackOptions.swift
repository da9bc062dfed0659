import Gust
import Platform

/// What every command that plays or saves can be told: where sound and bytes go, and what is shown of the way there.
struct PlaybackOptions {
  let outputPath: String?
  let playsSound: Bool
  let audioDevice: String?
  let startPolicy: StartPolicy
  let volume: Double
  let showsTimings: Bool
  let reportPath: String?
  let tracePath: String?

  /// - Parameters:
  ///   - input: a file that is read.
  ///   - path: where to save to in place of what `-o` says.
  init(_ arguments: ParsedArguments, input: String? = nil, savingTo path: String? = nil) throws(UsageError) {
    let values = arguments.values
    let isTee = arguments.switches.contains("tee")
    outputPath = path ?? values["output"]
    guard outputPath != nil || !isTee else { throw UsageError("--tee goes with -o: it plays what -o saves.") }
    playsSound = outputPath == nil || isTee
    reportPath = values["latency-report"]
    tracePath = values["trace"]
    try Self.checkOutputs([outputPath, reportPath, tracePath], input: input)
    showsTimings = arguments.switches.contains("timings")
    audioDevice = values["audio-device"]
    startPolicy = try Self.startPolicy(values["start"])
    volume = try arguments.number("volume", in: 0...4) ?? 1
  }

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

  private static func startPolicy(_ text: String?) throws(UsageError) -> StartPolicy {
    guard let text, text != "adaptive" else { return .adaptive }
    guard text != "immediate" else { return .immediate }
    guard let milliseconds = Int(text), (0...2000).contains(milliseconds) else {
      throw UsageError(
        "--start takes adaptive, immediate, or milliseconds from 0 to 2000, not \(text.debugDescription).")
    }
    return .fixed(.milliseconds(milliseconds))
  }
}
