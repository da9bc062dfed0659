import FileOutput
import Gust
import Platform

/// `gust say`: speaks one text, whole or while it is being written, or with `-i` each line that is typed.
struct SayCommand {
  private let options: SayOptions
  private let caught: CaughtSignal

  init(_ options: SayOptions, _ caught: CaughtSignal) {
    self.options = options
    self.caught = caught
  }

  func run() async -> Ending {
    let log = options.playback.isJSON ? await EventLog("say", caught) : nil
    let ending = await ending(log)
    return await log?.end(ending) ?? ending
  }

  private func ending(_ log: EventLog?) async -> Ending {
    await Ending.of {
      if options.readsOrWritesFiles { await TerminationSignal.leaveMainThread() }
      if options.isInteractive { return try await InteractiveSession(options, caught).run() }
      let player = try Player(try options.playback.configuration(options.service))
      defer { player.shutDown() }
      let status = StatusLine(options.service, sharesTerminal: options.sharesTerminal)
      let control = SpeechControl(player, options.playback, status, caught)
      defer { control.end() }
      // The text may be long in coming, and the speech in the making.
      if options.readsText || options.isAsync { control.answerRequests() }
      if options.isLive {
        return try await LiveSpeech(options, player, NarrationRun(options, status, caught, control, log)).run()
      }
      let request = options.request(for: try await WholeText(options).read())
      try request.check()
      var run = UtteranceRun(options: options.playback, status: status, caught: caught, control: control, log: log)
      run.text = request.text
      if options.isAsync { return try await runAsync(request, player, run) }
      guard await control.waitForTurn() else { return caught.ending }
      return await run.end(of: player.speak(request, savingTo: options.playback.outputPath, as: options.fileForm))
    }
  }

  /// Has the speech generated, and plays it once it is there.
  private func runAsync(_ request: SpeechRequest, _ player: Player, _ run: UtteranceRun) async throws -> Ending {
    // Nothing is ordered, and billed, that could not be heard or saved.
    if let path = options.playback.outputPath {
      do throws(FileOutputError) { try checkWritable(path) } catch { throw PlaybackError.file(error) }
    }
    do throws(PreparationError) { try await player.prepare() } catch { if let sound = error.sound { throw sound } }
    let job = try await player.createJob(request, format: options.format) { [status = run.status] notice in
      status.say(notice.line)
    }
    let ending = await Ending.of { try await run.end(of: .generationJob(job.id), player) }
    // It has been paid for: say how to come by it.
    let hint = "It was ordered as \(job.id); gust job \(job.id) shows what became of it."
    switch ending {
    case .failure(let message, let status): return .failure("\(message) \(hint)", status)
    case .signal(.brokenPipe): break
    case .signal: StandardStream.error.writeLine("gust: \(hint)")
    case .status: break
    }
    return ending
  }
}

extension SpeechRequest {
  /// Finds what the service would refuse before the sound server is asked for anything.
  func check() throws(PlaybackError) {
    do {
      try validate()
    } catch {
      throw .request(error)
    }
  }
}
