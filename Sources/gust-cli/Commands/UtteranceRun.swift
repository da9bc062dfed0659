import Gust
import LatencyReporting
import Platform

/// An utterance followed to its end, for any command that plays or saves.
struct UtteranceRun {
  let options: PlaybackOptions
  let status: StatusLine
  let caught: CaughtSignal
  let control: SpeechControl
  let log: EventLog?
  /// What is said, where that is known.
  var text: String?
  /// Gives the file its last name, and returns that.
  var place: (SavedFile, UtteranceReport) throws(FileOutputError) -> String = { file, _ in file.path }

  /// Waits for the end, shows what was asked for, and says how the program is to end.
  func end(of utterance: Utterance) async -> Ending {
    caught.stopInstead { await utterance.stop() }
    control.begin()
    if options.playsSound { status.follow { LiveLine(utterance.snapshot) } }
    for await event in utterance.events {
      await log?.write(event)
      status.show(event)
    }
    let report = await utterance.report
    // What is told now goes into files.
    await TerminationSignal.leaveMainThread()
    control.end()
    status.end()
    await tellPosition(report)
    let placing = await sayWhereItIs(report)
    let ending = caught.cause?.ending ?? ending(report)
    let showing = options.show(timings: report.timings, json: LatencyReport(report).json(), tracing: report)
    return (placing ?? showing).map { $0.unless(ending) } ?? ending
  }

  /// How far the listener heard.
  private func tellPosition(_ report: UtteranceReport) async {
    guard let text, options.playsSound, report.heardTime > .zero else { return }
    let position = NarrationPosition(of: report, in: TextPiece(text: text, sourceRange: 0..<text.count))
    await log?.write(position)
    if caught.cause != nil { status.say("gust: \(position.heardSoFar)") }
  }

  /// Returns why the file has not got its name.
  private func sayWhereItIs(_ report: UtteranceReport) async -> FileOutputError? {
    guard let file = report.savedFile, file.path != "-" else { return nil }
    do {
      let path = try place(file, report)
      let isComplete = if case .finished = report.outcome { true } else { false }
      await log?.writeSaved(path, file.byteCount, isComplete: isComplete)
      let size = file.byteCount.rawValue
      status.say("gust: \(path.visibleOnOneLine) holds \(size) bytes.\(isComplete ? "" : " It is not complete.")")
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
      return Ending(error)
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

extension FileOutputError {
  /// A report that cannot be written is said, and is the ending only of a run that had no worse one. Whoever stopped reading
  /// standard output need not be told.
  func unless(_ ending: Ending) -> Ending {
    if case .status(.success) = ending { return isReaderGone ? .signal(.brokenPipe) : .failure(message, .general) }
    if !isReaderGone { StandardStream.error.tell(message) }
    return ending
  }
}
