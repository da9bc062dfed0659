import Gust

/// What the program's exit status says; the same numbers as the service's own command line uses, and 8 to 11 of ours.
enum ExitStatus: Int32, CaseIterable {
  case success = 0
  case general = 1
  case usage = 2
  case authentication = 3
  case quota = 4
  case timeout = 5
  case network = 6
  case notFound = 7
  case soundServer = 8
  case incompleteAudio = 9
  case contentPolicy = 10
  case stopped = 11
}

extension ExitStatus {
  /// What it means, in a few words.
  var meaning: String {
    switch self {
    case .success: "done"
    case .general: "other errors"
    case .usage: "usage"
    case .authentication: "key"
    case .quota: "credits or rate"
    case .timeout: "timeout"
    case .network: "network or service"
    case .notFound: "not found"
    case .soundServer: "sound server"
    case .incompleteAudio: "audio incomplete or unplayable"
    case .contentPolicy: "content policy"
    case .stopped: "stopped by key, gust stop or --now"
    }
  }

  /// All of them in one sentence.
  static var summary: String {
    "Exit status: " + allCases.map { "\($0.rawValue)\(String.fixedSpace)\($0.meaning)" }.joined(separator: ", ") + "."
  }
}

extension ExitStatus {
  init(_ error: PlaybackError) { self.init(FailureCategory(error)) }

  init(_ error: EnvironmentError) { self.init(FailureCategory(error)) }

  private init(_ category: FailureCategory) {
    self = ExitStatus(rawValue: category.rawValue) ?? .general
  }
}
