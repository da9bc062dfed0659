import Gust
import LatencyReporting
import Platform

/// An utterance followed to its end, for any command that plays or saves.
struct UtteranceRun {
  let options: PlaybackOptions
  let isQuiet: Bool
  let caught: CaughtSignal
  /// Gives the file its last name, and returns that.
  var place: (SavedFile, UtteranceReport) throws(FileOutputError) -> String = { file, _ in file.path }

  /// Waits for the end, shows what was asked for, and says how the program is to end.
  func end(of utterance: Utterance) async -> Ending {
    caught.stopInstead { await utterance.stop() }
    await follow(utterance)
    let report = await utterance.report
    let placing = sayWhereItIs(report)
    let ending = caught.signal.map(Ending.signal) ?? ending(report)
    let showing = show(report)
    return (placing ?? showing).map { $0.unless(ending) } ?? ending
  }

  /// Shows what people may wonder about while nothing is heard.
  private func follow(_ utterance: Utterance) async {
    let status = StatusLine(isQuiet: isQuiet)
    defer { status.clear() }
    for await event in utterance.events {
      switch event {
      case .waiting(let job):
        status.show(job.waitingNote)
      case .retrying(let notice) where notice.isNotReady:
        status.show("gust: the service is still making this speech")
      case .retrying(let notice):
        status.clear()
        say(notice.line)
      case .recovering(let reason):
        status.clear()
        say("gust: \(reason.message) Fetching the rest from the history.")
      case .soundLost(let cause):
        status.clear()
        say("gust: \(cause.message)")
      case .soundBack(let recovery):
        status.clear()
        say("gust: Sound goes on after \(recovery.duration.inSeconds).")
      case .firstByte, .recovered:
        status.clear()
      case .started, .stalled, .resumed, .finished:
        continue
      }
    }
  }

  private func say(_ line: String) {
    if !isQuiet { StandardStream.error.writeLine(line) }
  }

  /// What was measured, in every form that was asked for: on success and on failure.
  ///
  /// - Returns: the failure when a file for it cannot be written.
  private func show(_ report: UtteranceReport) -> FileOutputError? {
    if options.showsTimings { StandardStream.error.writeLine(Waterfall(report).text(TextStyle(for: .error))) }
    do {
      if let path = options.reportPath { try writeFile(path, LatencyReport(report).json()) }
      if let path = options.tracePath { try writeFile(path, LatencyTrace(report).json()) }
      return nil
    } catch {
      return error
    }
  }

  /// Returns why the file has not got its name.
  private func sayWhereItIs(_ report: UtteranceReport) -> FileOutputError? {
    guard let file = report.savedFile, file.path != "-" else { return nil }
    do {
      let path = try place(file, report)
      let note = if case .finished = report.outcome { "" } else { " It is not complete." }
      say("gust: \(path) holds \(file.byteCount.rawValue) bytes.\(note)")
      return nil
    } catch {
      return error
    }
  }

  private func ending(_ report: UtteranceReport) -> Ending {
    switch report.outcome {
    case .finished:
      return .status(.success)
    case .stopped:
      return .failure("Stopped.", .general)
    case .failed(let error):
      return .failure(error.message, ExitStatus(error))
    case .truncated(let error):
      let came =
        if options.playsSound {
          "\(report.heardTime.inSeconds) were heard"
        } else {
          report.savedFile == nil ? "nothing was saved" : "what came was saved"
        }
      return .failure("\(error.message) The speech is incomplete: \(came).", .incompleteAudio)
    }
  }
}

extension RetryNotice {
  /// The audio is still in the making: no failure, but a wait.
  fileprivate var isNotReady: Bool {
    if case .service(let error) = reason { error.kind == .notReady } else { false }
  }

  /// What people are told when a request is repeated.
  var line: String { "gust: \(reason.message) Trying again in \(delay.inSeconds) (\(number))." }
}

extension FileOutputError {
  /// A report that cannot be written is said, and is the ending only of a run that had no worse one.
  fileprivate func unless(_ ending: Ending) -> Ending {
    if case .status(.success) = ending { return .failure(message, .general) }
    StandardStream.error.writeLine("gust: \(message)")
    return ending
  }
}
