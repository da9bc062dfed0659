import Gust

extension UtteranceRun {
  /// Plays or saves what is stored, to its end. A generation job that is to sound is waited for before our turn to speak: others
  /// may speak while it is made.
  func end(of location: AudioLocation, _ player: Player) async throws -> Ending {
    if options.playsSound, case .generationJob(let id) = location {
      control.answerRequests()
      try await wait(for: id, player)
    }
    guard caught.cause == nil, await control.waitForTurn() else { return caught.ending }
    return await end(of: player.play(location, savingTo: options.outputPath))
  }

  private func wait(for job: String, _ player: Player) async throws {
    let (looks, continuation) = AsyncStream<GenerationJob>.makeStream()
    let waiting = Task {
      defer { continuation.finish() }
      _ = try await player.waitForJob(job) { continuation.yield($0) }
    }
    caught.stopInstead { waiting.cancel() }
    defer { status.clear() }
    for await look in looks {
      await log?.write(.waiting(look))
      status.show(.waiting(look))
    }
    do { try await waiting.value } catch  where caught.cause != nil {}
  }
}
