import AudioTypes
import HTTPStreaming
import SpeechAPI

/// Asks the service about generation jobs: small replies, collected whole.
struct JobClient: Sendable {
  let service: SpeechService
  let http: HTTPClient
  let limits: HTTPLimits

  /// What came of sending a request once, where that is no job.
  private struct Refusal: Error {
    let error: PlaybackError
    /// What the retry policy judges it by; nil when the same would come of it again.
    let outcome: RetryPolicy.Outcome?
  }

  init(_ configuration: PlayerConfiguration, _ http: HTTPClient) {
    service = configuration.service
    self.http = http
    // A description that trickles in is no reason to wait for ever.
    var limits = configuration.limits
    limits.total = limits.total ?? limits.connect + limits.idle * 2
    self.limits = limits
  }

  /// Asks once how far the job has come, again where `policy` says so.
  func job(_ id: String, _ policy: RetryPolicy = .look) async throws(PlaybackError) -> GenerationJob {
    let wire: WireRequest
    do {
      wire = try service.generationJobRequest(for: id)
    } catch {
      throw .request(error)
    }
    return try await send(wire, policy)
  }

  /// Orders speech; again only where none can have been made.
  func create(
    _ request: SpeechRequest, as format: StoredFormat, _ policy: RetryPolicy, onRetry: (RetryNotice) -> Void
  ) async throws(PlaybackError) -> GenerationJob {
    let wire: WireRequest
    do {
      wire = try service.createJobRequest(for: request, as: format)
    } catch {
      throw .request(error)
    }
    return try await send(wire, policy, onRetry: onRetry)
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
      let job = try await job(id, known == nil ? .look : .look(for: left))
      if job != known { onChange(job) }
      known = job
      if job.status.isFinal { return job }
      let delay = polling.delay(
        after: job.status, retryAfter: job.retryAfter, elapsed: started.duration(to: .now), random: .random(in: 0..<1))
      guard let delay else { throw .job(.unfinished(after: started.duration(to: .now))) }
      try await pause(delay)
    }
  }

  private func send(
    _ wire: WireRequest, _ policy: RetryPolicy, onRetry: (RetryNotice) -> Void = { _ in }
  ) async throws(PlaybackError) -> GenerationJob {
    let started = MonotonicInstant.now
    var retries = 0
    while true {
      let refusal: Refusal
      do throws(Refusal) {
        return try await sendOnce(wire)
      } catch {
        refusal = error
      }
      guard
        let outcome = refusal.outcome,
        let delay = policy.delay(
          after: outcome, retriesMade: retries, elapsed: started.duration(to: .now), random: .random(in: 0..<1))
      else { throw refusal.error }
      retries += 1
      onRetry(RetryNotice(reason: refusal.error, delay: delay, number: retries))
      try await pause(delay)
    }
  }

  private func sendOnce(_ wire: WireRequest) async throws(Refusal) -> GenerationJob {
    let result: HTTPResult
    do throws(HTTPFailure) {
      result = try await http.perform(HTTPRequest(wire, limits: limits), observer: JobCollector())
    } catch {
      throw Refusal(error: .network(error.error), outcome: error.error.retryOutcome)
    }
    do throws(SpeechServiceError) {
      return try GenerationJob(
        head: ReplyHead(result.head), body: result.collectedBody, redacting: service.key)
    } catch {
      throw Refusal(error: .service(error), outcome: .reply(error))
    }
  }

  private func pause(_ duration: Duration) async throws(PlaybackError) {
    do { try await Task.sleep(for: duration) } catch { throw .network(.cancelled) }
  }
}

/// Takes a whole reply, of any status, as long as it is no longer than the description of a job can be.
private final class JobCollector: HTTPTransferObserver {
  func receivedHead(_ head: HTTPResponseHead, at instant: MonotonicInstant) -> BodyDestination {
    .collect(limit: ByteCount(GenerationJob.maximumBytes))
  }

  func wroteBody(_ count: ByteCount, at instant: MonotonicInstant) {}
}

extension HTTPError {
  /// What the retry policy judges a failed exchange by; nil when the same would come of it again.
  fileprivate var retryOutcome: RetryPolicy.Outcome? {
    switch self {
    case .connectionRefused, .unreachable: return .notSent
    case .unresolvedHost, .connectTimeout, .idleTimeout, .totalTimeout, .connectionLost, .cutShort: return .uncertain
    default: return nil
    }
  }
}

extension RetryPolicy {
  /// For a look at a job that somebody waits for: four retries within 10 s.
  fileprivate static let look = RetryPolicy(
    cost: .free, maximumRetries: 4, baseDelay: .milliseconds(250), delayCap: .seconds(4), totalBudget: .seconds(10))

  /// For a look at a job that is being waited for: the network may be away for all the time that is left.
  fileprivate static func look(for duration: Duration) -> RetryPolicy {
    RetryPolicy(
      cost: .free, maximumRetries: 20, baseDelay: look.baseDelay, delayCap: .seconds(30),
      totalBudget: max(duration, look.totalBudget))
  }
}
