import Gust
import LatencyReporting
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
    do {
      // What may block must not do so on the main thread, which takes the signals.
      if options.readsOrWritesFiles { await Task.yield() }
      let player = try Player(try configuration())
      defer { player.shutDown() }
      let request = options.request(for: try text())
      try check(request)
      let utterance = player.speak(request, savingTo: options.outputPath)
      caught.stopInstead { await utterance.stop() }
      await follow(utterance)
      let report = await utterance.report
      sayWhereItIs(report)
      let ending = caught.signal.map(Ending.signal) ?? ending(report)
      return show(report).map { $0.unless(ending) } ?? ending
    } catch let error as PlaybackError {
      return .failure(error.message, ExitStatus(error))
    } catch let error as EnvironmentError {
      return .failure(error.message, ExitStatus(error))
    } catch let error as UsageError {
      return .failure(error.message, .usage)
    } catch {
      return .failure("\(error)", .general)
    }
  }

  private func configuration() throws -> PlayerConfiguration {
    let key = try options.keyFile.map { try APIKey.inFile($0) } ?? .fromEnvironment()
    var configuration = PlayerConfiguration(service: SpeechService(endpoint: try endpoint(), key: key))
    configuration.sound =
      options.playsSound ? .pulse(PulseConfiguration(device: options.audioDevice)) : .none
    configuration.startPolicy = options.startPolicy
    configuration.volume = options.volume
    configuration.limits.idle = options.idleLimit
    return configuration
  }

  private func endpoint() throws -> ServiceEndpoint {
    guard let base = options.baseURL else { return try .fromEnvironment() }
    do {
      return try ServiceEndpoint(base)
    } catch {
      throw UsageError("--base-url cannot be used: \(error.message)")
    }
  }

  /// The whole text: nothing is sent before it has ended.
  private func text() throws(UsageError) -> String {
    switch options.text {
    case .argument(let text):
      return text
    case .file(let path):
      if path == "-", StandardStream.input.isTerminal, !options.isQuiet {
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

  /// Shows what people may wonder about while nothing is heard.
  private func follow(_ utterance: Utterance) async {
    for await event in utterance.events {
      guard !options.isQuiet else { continue }
      switch event {
      case .retrying(let notice):
        StandardStream.error.writeLine(
          "gust: \(notice.reason.message) Trying again in \(notice.delay.inSeconds) (\(notice.number)).")
      case .recovering(let reason):
        StandardStream.error.writeLine("gust: \(reason.message) Fetching the rest from the history.")
      case .recovered, .firstByte, .started, .stalled, .resumed, .finished:
        continue
      }
    }
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

  private func sayWhereItIs(_ report: UtteranceReport) {
    guard !options.isQuiet, let file = report.savedFile, file.path != "-" else { return }
    let note = if case .finished = report.outcome { "" } else { " It is not complete." }
    StandardStream.error.writeLine("gust: \(file.path) holds \(file.byteCount.rawValue) bytes.\(note)")
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
      let came = options.playsSound ? "\(report.heardTime.inSeconds) were heard" : "what came was saved"
      return .failure("\(error.message) The speech is incomplete: \(came).", .incompleteAudio)
    }
  }
}

extension FileOutputError {
  /// A report that cannot be written is said, and is the ending only of a run that had no worse one.
  fileprivate func unless(_ ending: Ending) -> Ending {
    if case .status(.success) = ending { return .failure(message, .general) }
    StandardStream.error.writeLine("gust: \(message)")
    return ending
  }
}
