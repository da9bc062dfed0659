import JSON
import Platform

/// What the user prefers where neither an argument nor the environment says otherwise: the file
/// `$XDG_CONFIG_HOME/gust/config.json`.
struct Preferences: Equatable {
  var voice: String?
  var model: String?
  var language: String?
  var format: String?
  var device: String?
  var volume: String?
  var start: String?

  /// The keys of the file, for the manual and for those who misspell one.
  static let keys: [(name: String, meaning: String)] = [
    ("voice", "as --voice"), ("model", "as --model"), ("language", "as --language"),
    ("format", "as --format: mp3, pcm or wav, where the name behind -o does not say"), ("device", "as --audio-device"),
    ("volume", "as --volume, a number"), ("start", "as --start, a word or a number"),
  ]
  static let limit = 64 * 1024

  /// What the file says; nothing where there is none.
  static func load() throws(UsageError) -> Preferences {
    guard let path = standardConfigurationFile() else { return Preferences() }
    let contents: [UInt8]
    do {
      contents = try readFile(path, limit: limit, mustBeUnalterable: true)
    } catch {
      if error.isAbsence { return Preferences() }
      throw UsageError("The configuration \(path) \(error.reason).", isAboutOptions: false)
    }
    do throws(Fault) {
      return try Preferences(contents)
    } catch {
      let hint = error.meant.map { " Did you mean \($0)?" } ?? ""
      throw UsageError("The configuration \(path) \(error.reason).\(hint)", isAboutOptions: false)
    }
  }

  /// What is wrong with the file, as the end of a sentence that begins with its name.
  struct Fault: Error {
    let reason: String
    /// What may have been meant.
    var meant: String?
  }

  init() {}

  /// Reads the contents of a file.
  init(_ contents: [UInt8]) throws(Fault) {
    guard let document = JSONValue(parsing: contents) else {
      let place = JSONValue.faultPosition(in: contents).map { ": see line \($0.line), column \($0.column)" } ?? ""
      throw Fault(reason: "is not JSON\(place)")
    }
    guard case .object(let members) = document else {
      throw Fault(reason: "is not a JSON object, as in {\"voice\": …}")
    }
    // In order, so that of several faults always the same is named.
    for (key, value) in members.sorted(by: { $0.key < $1.key }) { try set(key, value) }
  }

  private mutating func set(_ key: String, _ value: JSONValue) throws(Fault) {
    switch key {
    case "voice": voice = try text(key, value)
    case "model": model = try text(key, value)
    case "language": language = try text(key, value)
    case "device": device = try text(key, value)
    case "format": format = try choice(key, value, SayOptions.streamedFormats)
    case "volume": volume = try checked(key, number(value), "a number from 0 to 4", PlaybackOptions.volume)
    case "start": start = try checked(key, value.string ?? number(value), StartText.range, StartText.policy)
    default: throw Self.unknown(key)
    }
  }

  private func text(_ key: String, _ value: JSONValue) throws(Fault) -> String {
    guard let text = value.string, !text.isEmpty else {
      throw Fault(reason: "is wrong at \(key.debugDescription), which takes a text")
    }
    return text
  }

  private func choice(_ key: String, _ value: JSONValue, _ choices: [String]) throws(Fault) -> String {
    guard let text = value.string, choices.contains(text) else {
      throw Fault(
        reason: "is wrong at \(key.debugDescription), which takes \(choices.inWords)",
        meant: value.string.flatMap { suggestion(for: $0, among: choices) })
    }
    return text
  }

  private func number(_ value: JSONValue) -> String? {
    guard case .number(let number) = value else { return nil }
    return Int(exactly: number).map { "\($0)" } ?? "\(number)"
  }

  private func checked<Value>(
    _ key: String, _ text: String?, _ range: String, _ read: (String) -> Value?
  ) throws(Fault) -> String {
    guard let text, read(text) != nil else {
      throw Fault(reason: "is wrong at \(key.debugDescription), which takes \(range)")
    }
    return text
  }

  private static func unknown(_ key: String) -> Fault {
    let letters = key.lowercased().filter(\.isLetter)
    if letters.hasSuffix("key") || letters.contains("token") || letters.contains("secret") {
      return Fault(
        reason: """
          has a key in it, at \(String(key.prefix(40)).debugDescription). That is no place for one: set BREEZE_API_KEY, or name a file \
          that only you can read with --api-key-file
          """)
    }
    let names = keys.map(\.name)
    let meant = suggestion(for: key, among: names)
    let choice = meant == nil ? ", where there can be \(names.inWords)" : ""
    return Fault(
      reason: "has an unknown key, \(String(key.prefix(40)).debugDescription)\(choice)", meant: meant)
  }
}
