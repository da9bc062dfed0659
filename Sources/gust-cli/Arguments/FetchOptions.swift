import FileOutput
import Gust

/// What `gust play` and `gust save` were told: checked, but nothing opened or sent yet.
struct FetchOptions {
  /// `play` or `save`.
  let command: String
  let location: AudioLocation
  let playback: PlaybackOptions
  let service: ServiceOptions
  /// The folder the file goes to that is named later; nil when it has its name, or there is none.
  let folder: String?

  init(toPlay arguments: ParsedArguments, _ preferences: Preferences = Preferences()) throws(UsageError) {
    command = "play"
    location = try Self.location(arguments)
    playback = try PlaybackOptions(arguments, preferences)
    service = try ServiceOptions(arguments)
    folder = nil
  }

  init(toSave arguments: ParsedArguments) throws(UsageError) {
    command = "save"
    location = try Self.location(arguments)
    service = try ServiceOptions(arguments)
    let output = arguments.values["output"] ?? "."
    if output != "-", output.hasSuffix("/") || isFolder(output) {
      guard isFolder(output) else { throw UsageError("There is no folder \(output.debugDescription).") }
      folder = output
      // Nobody can foresee the name, and put something else there.
      let part = "\(output)/.gust-\(String(UInt64.random(in: 0...(.max)), radix: 36))"
      playback = try PlaybackOptions(arguments, savingTo: part, Preferences())
    } else {
      folder = nil
      playback = try PlaybackOptions(arguments, savingTo: output, Preferences())
    }
  }

  private static func location(_ arguments: ParsedArguments) throws(UsageError) -> AudioLocation {
    guard let id = arguments.operands.first, arguments.operands.count == 1 else {
      throw UsageError("Name one history item (hist_…) or job (job_…).")
    }
    if let location = AudioLocation(identifier: id) { return location }
    throw UsageError(
      "\(id.debugDescription) is neither a history item (hist_…) nor a job (job_…). Files and URLs are not taken.")
  }
}
