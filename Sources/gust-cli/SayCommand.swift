import FileOutput
import Gust
import Platform

/// `gust say`: one text, spoken once.
struct SayCommand {
  private let options: SayOptions
  private let caught: CaughtSignal

  init(_ options: SayOptions, _ caught: CaughtSignal) {
    self.options = options
    self.caught = caught
  }

  func run() async -> Ending {
    await Ending.of {
      // What may block must not do so on the main thread, which takes the signals.
      if options.readsOrWritesFiles { await Task.yield() }
      let player = try Player(try options.playback.configuration(options.service))
      defer { player.shutDown() }
      let request = options.request(for: try text())
      try check(request)
      let run = UtteranceRun(options: options.playback, isQuiet: options.service.isQuiet, caught: caught)
      guard options.isAsync else {
        return await run.end(of: player.speak(request, savingTo: options.playback.outputPath))
      }
      return try await runAsync(request, player, run)
    }
  }

  /// Has the speech generated, and plays it once it is there.
  private func runAsync(_ request: SpeechRequest, _ player: Player, _ run: UtteranceRun) async throws -> Ending {
    // Nothing is ordered, and billed, that could not be heard or saved.
    if let path = options.playback.outputPath {
      do throws(FileOutputError) { try checkWritable(path) } catch { throw PlaybackError.file(error) }
    }
    do throws(PreparationError) { try await player.prepare() } catch { if let sound = error.sound { throw sound } }
    let job = try await player.createJob(request, format: options.format) { notice in
      if !options.service.isQuiet { StandardStream.error.writeLine(notice.line) }
    }
    let ending = await run.end(of: player.play(.generationJob(job.id), savingTo: options.playback.outputPath))
    // It has been paid for: say how to come by it.
    let hint = "It was ordered as \(job.id); gust job \(job.id) shows what became of it."
    switch ending {
    case .failure(let message, let status): return .failure("\(message) \(hint)", status)
    case .signal: StandardStream.error.writeLine("gust: \(hint)")
    case .status: break
    }
    return ending
  }

  /// The whole text: nothing is sent before it has ended.
  private func text() throws(UsageError) -> String {
    switch options.text {
    case .argument(let text):
      return text
    case .file(let path):
      if path == "-", StandardStream.input.isTerminal, !options.service.isQuiet {
        StandardStream.error.writeLine("gust: type the text, and end it with Ctrl-D on a line of its own.")
      }
      let name = path == "-" ? "Standard input" : "The file \(path)"
      let bytes: [UInt8]
      do {
        bytes = try readFile(path, limit: SpeechRequest.maximumTextBytes)
      } catch {
        throw UsageError("\(name) \(error.reason).")
      }
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw UsageError("\(name) is not UTF-8 text.")
      }
      return text
    }
  }

  /// Finds what the service would refuse before the sound server is asked for anything.
  private func check(_ request: SpeechRequest) throws(PlaybackError) {
    do {
      try request.validate()
    } catch {
      throw .request(error)
    }
  }
}
