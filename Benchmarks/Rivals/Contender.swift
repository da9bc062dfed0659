import Gust

/// A way to play the stream of the service as it comes: Gust, or what people use without it.
struct Contender {
  enum Kind: String, Codable {
    case gust
    /// A rival as it comes.
    case standard
    /// A rival told to be fast.
    case tuned
    /// The official SDK's own `stream`.
    case sdk
  }

  let name: String
  let kind: Kind
  /// Programs it cannot do without.
  let programs: [String]
  /// Something else that keeps it from playing.
  var obstacle: String?
  /// It makes the request itself; the others read standard input, to which `curl` writes the reply.
  let requestsItself: Bool
  /// What to run for a format; nil when it cannot play it.
  private let commands: [SpeechFormat: [String]]

  init(
    _ name: String, _ kind: Kind, needs programs: [String], requestsItself: Bool = false, mp3: [String]? = nil,
    pcm: [String]? = nil
  ) {
    self.name = name
    self.kind = kind
    self.programs = programs + (requestsItself ? [] : ["curl"])
    self.requestsItself = requestsItself
    var commands: [SpeechFormat: [String]] = [:]
    commands[.mp3] = mp3
    commands[.pcm] = pcm
    self.commands = commands
  }

  func command(for format: SpeechFormat) -> [String]? { commands[format] }

  /// Why it cannot take part; nil when it can.
  func absence(isInstalled: (String) -> Bool) -> String? {
    let missing = programs.filter { !isInstalled($0) }
    return missing.isEmpty ? obstacle : "missing: \(missing.joined(separator: ", ")) not installed"
  }
}
