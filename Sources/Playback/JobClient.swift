import AudioTypes
import HTTPStreaming
import Platform
import SpeechAPI

/// Asks the service about generation jobs.
struct JobClient: Sendable {
  let service: ServiceClient

  init(_ configuration: PlayerConfiguration, _ http: HTTPClient) throws(PlaybackError) {
    service = try ServiceClient(configuration, http)
  }

  /// Asks once how far the job has come, again where `policy` says so.
  func job(_ id: String, _ policy: RetryPolicy = .question) async throws(PlaybackError) -> GenerationJob {
    try await send(policy) { () throws(SpeechRequestError) in try service.service.generationJobRequest(for: id) }
  }

  /// Orders speech; again only where none can have been made.
  func create(
    _ request: SpeechRequest, as format: StoredFormat, _ policy: RetryPolicy, onRetry: (RetryNotice) -> Void
  ) async throws(PlaybackError) -> GenerationJob {
    try await send(policy, onRetry: onRetry) { () throws(SpeechRequestError) in
      try service.service.createJobRequest(for: request, as: format)
    }
  }

  /// Looks at a job until it is over, and returns it then.
  func wait(
    _ id: String, _ polling: JobPolling, onChange: (GenerationJob) -> Void
  ) async throws(PlaybackError) -> GenerationJob {
    let started = MonotonicInstant.now
    var known: GenerationJob?
    while true {
      let left = polling.totalLimit - started.duration(to: .now)
      // A wrong address is found out at once; once the job has been seen, an outage does not end the waiting.
      let job = try await job(id, known == nil ? .question : .look(for: left))
      if job != known { onChange(job) }
      known = job
      if job.status.isFinal { return job }
      let delay = polling.delay(
        after: job.status, retryAfter: job.retryAfter, elapsed: started.duration(to: .now), random: .random(in: 0..<1))
      guard let delay else { throw .job(.unfinished(after: started.duration(to: .now))) }
      do { try await Alarm.sleep(for: delay) } catch { throw .network(.cancelled) }
    }
  }

  private func send(
    _ policy: RetryPolicy, onRetry: (RetryNotice) -> Void = { _ in },
    _ make: () throws(SpeechRequestError) -> WireRequest
  ) async throws(PlaybackError) -> GenerationJob {
    try await service.send(make, policy, limit: ByteCount(GenerationJob.maximumBytes), onRetry: onRetry) {
      (head, body) throws(SpeechServiceError) in
      try GenerationJob(head: head, body: body, redacting: service.service.key)
    }
  }
}

extension RetryPolicy {
  /// For a look at a job that is being waited for: the network may be away for all the time that is left.
  fileprivate static func look(for duration: Duration) -> RetryPolicy {
    RetryPolicy(
      cost: .free, maximumRetries: 20, baseDelay: question.baseDelay, delayCap: .seconds(30),
      totalBudget: max(duration, question.totalBudget))
  }
}
