import Platform
import SpeechSeat

/// `gust stop`: silences all speech of this user.
struct StopCommand {
  private let isQuiet: Bool

  init(_ arguments: ParsedArguments) throws(UsageError) {
    try arguments.refuseOperands()
    isQuiet = arguments.switches.contains("quiet")
  }

  func run() async -> Ending {
    await TerminationSignal.leaveMainThread()
    let silence: Silence
    do {
      silence = try silenceSpeakers()
    } catch {
      return .failure(error.message, .general)
    }
    if !isQuiet { StandardStream.error.writeLine("gust: \(silence.sentence)") }
    guard silence.unresponsive == 0 else {
      return .failure("\(silence.unresponsive) did not answer.", .general)
    }
    return .status(.success)
  }
}

extension Silence {
  /// What people are told.
  fileprivate var sentence: String {
    let silenced = self.silenced + suspended == 0 ? "Nobody was speaking." : "\(self.silenced) silenced."
    return suspended == 0 ? silenced : "\(silenced) \(suspended) suspended, which will not speak any more."
  }
}
