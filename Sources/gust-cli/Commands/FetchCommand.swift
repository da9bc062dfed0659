import FileOutput
import Gust
import Platform

/// `gust play` and `gust save`: stored speech, once.
struct FetchCommand {
  private let options: FetchOptions
  private let caught: CaughtSignal

  init(_ options: FetchOptions, _ caught: CaughtSignal) {
    self.options = options
    self.caught = caught
  }

  func run() async -> Ending {
    let log = options.playback.isJSON ? await EventLog(options.command, caught) : nil
    let ending = await ending(log)
    return await log?.end(ending) ?? ending
  }

  private func ending(_ log: EventLog?) async -> Ending {
    await Ending.of {
      if options.playback.outputPath != nil || options.service.keyFile != nil {
        await TerminationSignal.leaveMainThread()
      }
      let configuration = try options.playback.configuration(options.service)
      let player = try Player(configuration)
      defer { player.shutDown() }
      let status = StatusLine(options.service, sharesTerminal: options.playback.printsToTerminal)
      let control = SpeechControl(player, options.playback, status, caught)
      defer { control.end() }
      var run = UtteranceRun(options: options.playback, status: status, caught: caught, control: control, log: log)
      if let folder = options.folder, let key = try configuration.service?.authorized().key {
        run.place = { file, report throws(FileOutputError) in
          let name = options.location.filename(report, redacting: key)
          return try moveFile(file.path, toFirstFreeOf: name.candidates(in: folder))
        }
      }
      return try await run.end(of: options.location, player)
    }
  }
}

extension AudioLocation {
  /// The name the service suggests, else one of the id and what the bytes are.
  fileprivate func filename(_ report: UtteranceReport, redacting key: APIKey) -> SuggestedFilename? {
    if let name = report.suggestedFilename.flatMap({ SuggestedFilename($0, redacting: key) }) { return name }
    let ending = report.encoding.map { ".\($0.fileExtension)" } ?? ""
    return switch self {
    case .historyItem(let id), .generationJob(let id): SuggestedFilename(id + ending, redacting: key)
    }
  }
}

extension SuggestedFilename? {
  /// Where a file of that name may go: `name.mp3`, then `name-2.mp3` and so on.
  fileprivate func candidates(in folder: String) -> some Sequence<String> {
    let (stem, suffix) = self?.parts ?? ("speech", "")
    let separator = folder.hasSuffix("/") ? "" : "/"
    return (1...999).lazy.map { "\(folder)\(separator)\(stem)\($0 == 1 ? "" : "-\($0)")\(suffix)" }
  }
}

extension AudioEncoding {
  /// What the names of such files end in.
  fileprivate var fileExtension: String { self == .unknown ? "audio" : name }
}
