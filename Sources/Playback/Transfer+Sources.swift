import SpeechAPI
import Synchronization

/// Where the audio of an utterance comes from.
extension Transfer {
  /// The stored generation that the audio is a part of; nil while nobody knows its name.
  var historyItemID: String? {
    reply?.historyItemID ?? order.historyItemID ?? arrival.withLock { $0.job?.historyItemID }
  }

  /// The requests that may bring the audio, the best first. Waits until a job is over.
  func sources(_ announce: (UtteranceEvent) -> Void) async throws(PlaybackError) -> [WireRequest] {
    var sources: [WireRequest] = []
    var order = order
    if case .stored(.generationJob(let id)) = order {
      let job = try await finishedJob(id, announce)
      order = .stored(.historyItem(job.historyItemID))
      // Somewhere else, perhaps: it gets no key. One that must not be asked is none.
      sources = [job.downloadURL.flatMap { try? service.keylessDownloadRequest(for: $0) }].compactMap(\.self)
    }
    do {
      return [try order.request(of: service)] + sources
    } catch {
      throw .request(error)
    }
  }

  /// Asks each of `sources` until one brings audio. When none does, what the first one said counts.
  func fetch(
    fromFirstOf sources: [WireRequest], _ record: inout Record, _ announce: (UtteranceEvent) -> Void
  ) async -> AudioFetch.Attempt {
    var refusal: AudioFetch.Attempt?
    for wire in sources {
      let fetch = fetch(wire, order.retryPolicy(configuration)) { self.accept($0, $1) }
      let attempt = await fetch.run(hold: hold) { notice in
        record.retries.append(notice)
        announce(.retrying(notice))
      }
      guard case .failed(let error) = attempt.end, !Task.isCancelled, error.isAboutTheSource else {
        arrival.withLock { $0.source = wire }
        return attempt
      }
      refusal = refusal ?? attempt
    }
    return refusal ?? AudioFetch.Attempt(end: .failed(.noAudio))
  }

  private func finishedJob(
    _ id: String, _ announce: (UtteranceEvent) -> Void
  ) async throws(PlaybackError) -> GenerationJob {
    let job = try await JobClient(configuration, http).wait(id, configuration.jobPolling) { job in
      if !job.status.isFinal { announce(.waiting(job)) }
    }
    if let error = job.error { throw .job(error) }
    arrival.withLock { $0.job = job }
    return job
  }
}

extension PlaybackError {
  /// Another source may do better.
  fileprivate var isAboutTheSource: Bool {
    switch self {
    case .service, .network: true
    default: false
    }
  }
}
