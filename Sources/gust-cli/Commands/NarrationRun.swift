import Gust
import LatencyReporting
import Platform

/// A text of many utterances followed to its end.
struct NarrationRun {
  let options: PlaybackOptions
  let status: StatusLine
  let caught: CaughtSignal
  let control: SpeechControl
  let log: EventLog?
  private let keepsGoing: Bool

  init(
    _ options: SayOptions, _ status: StatusLine, _ caught: CaughtSignal, _ control: SpeechControl, _ log: EventLog?
  ) {
    self.options = options.playback
    self.status = status
    self.caught = caught
    self.control = control
    self.log = log
    keepsGoing = options.narration.keepsGoing
  }

  /// Waits for the end, shows what was asked for, and says how the program is to end.
  func end(of narration: Narration, takesKeys: Bool) async -> Ending {
    caught.stopInstead { await narration.stop() }
    control.begin(narration, takesKeys: takesKeys)
    status.follow { LiveLine(narration.snapshot) }
    // What ends it all is told at the end.
    var untold: PieceFailure?
    for await event in narration.events {
      await log?.write(event)
      switch event {
      case .failed(let failure) where keepsGoing:
        tell(untold)
        untold = failure
      case .requested, .waitingForText: tell(untold.take())
      default: status.show(event)
      }
    }
    let report = await narration.report
    // What is told now goes into files.
    await TerminationSignal.leaveMainThread()
    if case .failed = report.outcome {} else { tell(untold) }
    control.end()
    status.end()
    if let position = report.position { await log?.write(position) }
    let ending = ending(report)
    let showing = options.show(
      timings: report.timings, json: NarrationLatencyReport(report).json(), tracing: report.firstReport)
    return showing.map { $0.unless(ending) } ?? ending
  }

  private func tell(_ failure: PieceFailure?) {
    if let failure { status.say("gust: \(failure.message)") }
  }

  private func ending(_ report: NarrationReport) -> Ending {
    if let cause = caught.cause {
      if let position = report.position { status.say("gust: \(position.heardSoFar)") }
      return cause.ending
    }
    return report.ending
  }
}

extension NarrationReport {
  /// How a program ends behind it.
  var ending: Ending {
    switch outcome {
    case .finished where pieceCount == 0: return Ending(.request(.textEmpty))
    case .finished: return .status(.success)
    case .stopped: return .failure("Stopped.", .general)
    case .failed(let failure):
      guard pieceCount > 1 || position != nil else { return Ending(failure.reason) }
      let heard = position.map { " \($0.heardSoFar)" } ?? ""
      return .failure("\(failure.message) The rest of the text is not spoken.\(heard)", ExitStatus(failure))
    case .incomplete:
      let status = failures.first.map(ExitStatus.init) ?? .general
      return .failure(
        "\(failureCount) of \(pieceCount) parts of the text were not spoken, or not to their end.",
        status)
    }
  }
}

extension PieceFailure {
  /// What failed, and where in the text.
  var message: String {
    let words = text.text.split(whereSeparator: \.isWhitespace).prefix(4).joined(separator: " ")
    return "\(reason.message) That was at character \(text.sourceRange.lowerBound + 1): “\(words.prefix(40))…”"
  }
}

extension ExitStatus {
  fileprivate init(_ failure: PieceFailure) {
    self = failure.isCutShort ? .incompleteAudio : ExitStatus(failure.reason)
  }
}
