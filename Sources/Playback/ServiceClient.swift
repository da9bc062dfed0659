import AudioTypes
import HTTPStreaming
import SpeechAPI

/// Asks the service what it answers with a small reply, which is collected whole: jobs, voices.
struct ServiceClient: Sendable {
  let service: AuthorizedService
  private let http: HTTPClient
  private let limits: HTTPLimits
  private let log: PlayerLog?

  /// What came of sending a request once, where that is no reply of use.
  private struct Refusal: Error {
    let error: PlaybackError
    let outcome: RetryPolicy.Outcome?
  }

  /// Throws `.noService` where the configuration has none, and `.key` where its provider gives no key.
  init(_ configuration: PlayerConfiguration, _ http: HTTPClient) throws(PlaybackError) {
    service = try configuration.authorizedService()
    self.http = http
    // A description that trickles in is no reason to wait for ever.
    var limits = configuration.limits
    limits.total = limits.total ?? limits.connect + limits.idle * 2
    self.limits = limits
    log = configuration.log
  }

  /// Sends a request, again where `policy` says so.
  ///
  /// - Parameters:
  ///   - limit: the longest body that is taken.
  ///   - onRetry: called before each wait.
  ///   - read: makes of a reply, of any status, what was asked for.
  func send<Reply>(
    _ make: () throws(SpeechRequestError) -> WireRequest, _ policy: RetryPolicy, limit: ByteCount,
    onRetry: (RetryNotice) -> Void = { _ in },
    read: (ReplyHead, [UInt8]) throws(SpeechServiceError) -> Reply
  ) async throws(PlaybackError) -> Reply {
    let wire: WireRequest
    do { wire = try make() } catch { throw .request(error) }
    var repetition = Repetition(policy)
    while true {
      let refusal: Refusal
      do throws(Refusal) {
        return try await sendOnce(wire, limit, read)
      } catch {
        refusal = error
      }
      guard try await repetition.wait(after: refusal.outcome, refusal.error, announce: onRetry) else {
        throw refusal.error
      }
    }
  }

  private func sendOnce<Reply>(
    _ wire: WireRequest, _ limit: ByteCount, _ read: (ReplyHead, [UInt8]) throws(SpeechServiceError) -> Reply
  ) async throws(Refusal) -> Reply {
    let result: HTTPResult
    do throws(HTTPFailure) {
      let exchange = log.map { ExchangeLog($0, wire, redacting: service.key) }
      result = try await http.perform(
        HTTPRequest(wire, limits: limits), observer: ReplyCollector(limit: limit, log: exchange))
    } catch {
      // A reply that takes too long may come in time the next time: it is small.
      let outcome = error.error == .totalTimeout ? .uncertain : error.error.retryOutcome
      throw Refusal(error: .network(error.error), outcome: outcome)
    }
    do throws(SpeechServiceError) {
      return try read(ReplyHead(result.head), result.collectedBody)
    } catch {
      throw Refusal(error: .service(error), outcome: .reply(error))
    }
  }
}

/// Takes a whole reply, of any status, up to a limit.
final class ReplyCollector: HTTPTransferObserver {
  private let limit: ByteCount
  private let log: ExchangeLog?

  init(limit: ByteCount, log: ExchangeLog? = nil) {
    self.limit = limit
    self.log = log
  }

  func connected(_ timings: () -> HTTPTimings) { log?.connected(timings()) }

  func receivedHead(_ head: HTTPResponseHead, at instant: MonotonicInstant) -> BodyDestination {
    log?.receivedHead(head, at: instant)
    return .collect(limit: limit)
  }

  func wroteBody(_ count: ByteCount, at instant: MonotonicInstant) {
    log?.wroteBody(count, at: instant)
  }
}
