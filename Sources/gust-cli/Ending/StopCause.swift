import Platform

/// Why a command ends before it is done.
enum StopCause: Sendable {
  case signal(TerminationSignal)
  /// A key at the terminal.
  case key
  /// `gust stop`.
  case command
  /// Another one's `--now`.
  case interruption

  /// How the program then ends.
  var ending: Ending {
    switch self {
    case .signal(let signal): .signal(signal)
    case .key: .failure("Stopped.", .stopped)
    case .command: .failure(Self.silenced, .stopped)
    case .interruption: .failure(Self.interrupted, .stopped)
    }
  }

  static let silenced = "Silenced by gust stop."
  static let interrupted = "Interrupted by speech with --now."
}
