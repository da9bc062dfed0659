import Gust
import Platform

/// What `gust job` was told.
struct JobOptions {
  let id: String
  let waits: Bool
  let isJSON: Bool
  let service: ServiceOptions

  init(_ arguments: ParsedArguments) throws(UsageError) {
    guard let id = arguments.operands.first, arguments.operands.count == 1 else {
      throw UsageError("Name one job: gust job job_….")
    }
    self.id = id
    waits = arguments.switches.contains("wait")
    isJSON = arguments.switches.contains("json")
    service = try ServiceOptions(arguments)
  }
}

/// `gust job`: how far a generation has come.
struct JobCommand {
  private let options: JobOptions

  init(_ options: JobOptions) {
    self.options = options
  }

  func run() async -> Ending {
    await Ending.asking(options.service) { player in
      let job = try await job(player)
      StandardStream.output.writeLine(options.isJSON ? job.json : job.table)
      if let error = job.error { throw PlaybackError.job(error) }
      return .status(.success)
    }
  }

  private func job(_ player: Player) async throws(PlaybackError) -> GenerationJob {
    guard options.waits else { return try await player.generationJob(options.id) }
    let status = StatusLine(options.service)
    defer { status.end() }
    return try await player.waitForJob(options.id) { status.show($0.waitingNote) }
  }
}
