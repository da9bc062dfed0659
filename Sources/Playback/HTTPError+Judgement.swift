import HTTPStreaming
import SpeechAPI

/// What is made of a failed exchange: every rule that asks what kind of failure it was.
extension HTTPError {
  /// What the retry policy judges a request by that brought nothing; nil when a repetition could do no better.
  var retryOutcome: RetryPolicy.Outcome? {
    switch self {
    // Nothing of the request can have reached the service, and a repetition may find it back.
    case .connectionRefused, .unreachable: .notSent
    case .unresolvedHost, .connectTimeout, .idleTimeout, .connectionLost, .cutShort: .uncertain
    case .invalidURL, .insecureURL, .invalidField, .tls, .proxy, .totalTimeout, .collectedBodyTooLarge, .headTooLarge,
      .readerGone, .bodyRejected, .cancelled, .protocolViolation, .clientShutDown, .systemFailure:
      nil
    }
  }

  /// The connection failed in the middle of a body, and not one of those who use it.
  var isBreak: Bool {
    switch self {
    case .cutShort, .connectionLost, .idleTimeout: true
    case .invalidURL, .insecureURL, .invalidField, .unresolvedHost, .connectionRefused, .unreachable, .tls, .proxy,
      .connectTimeout, .totalTimeout, .collectedBodyTooLarge, .headTooLarge, .readerGone, .bodyRejected, .cancelled,
      .protocolViolation, .clientShutDown, .systemFailure:
      false
    }
  }
}
