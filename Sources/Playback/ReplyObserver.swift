import AudioTypes
import HTTPStreaming
import SpeechAPI
import Synchronization

/// Follows one request: lets audio go where `accept` says, and remembers why another reply has none. Network thread.
final class ReplyObserver: HTTPTransferObserver {
  /// Says where announced audio goes; nil when it is of no use.
  typealias Accept = @Sendable (AudioReply, MonotonicInstant) -> BodyDestination?

  private let format: SpeechFormat?
  private let key: APIKey
  private let log: ExchangeLog?
  private let accept: Accept
  private let arrived: @Sendable (ByteCount, MonotonicInstant) -> Void
  private let state = Mutex((isAccepted: false, refusal: SpeechServiceError?.none))

  private static let errorBodyLimit = ByteCount(64 * 1024)

  init(
    format: SpeechFormat?, key: APIKey, log: ExchangeLog? = nil, accept: @escaping Accept,
    arrived: @escaping @Sendable (ByteCount, MonotonicInstant) -> Void
  ) {
    self.format = format
    self.key = key
    self.log = log
    self.accept = accept
    self.arrived = arrived
  }

  /// Whether audio came, and went somewhere.
  var isAccepted: Bool { state.withLock(\.isAccepted) }

  /// Why a reply with status 200 does not announce audio that can be played.
  var refusal: SpeechServiceError? { state.withLock(\.refusal) }

  func connected(_ timings: () -> HTTPTimings) { log?.connected(timings()) }

  func receivedHead(_ head: HTTPResponseHead, at instant: MonotonicInstant) -> BodyDestination {
    log?.receivedHead(head, at: instant)
    let reply: AudioReply
    do {
      reply = try AudioReply(head: ReplyHead(head), requested: format, redacting: key)
    } catch {
      state.withLock { $0.refusal = head.status == 200 ? error : nil }
      return .collect(limit: Self.errorBodyLimit)
    }
    guard let destination = accept(reply, instant) else { return .collect(limit: .zero) }
    state.withLock { $0.isAccepted = true }
    return destination
  }

  func wroteBody(_ count: ByteCount, at instant: MonotonicInstant) {
    log?.wroteBody(count, at: instant)
    if isAccepted { arrived(count, instant) }
  }
}
