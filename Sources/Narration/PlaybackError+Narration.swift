import HTTPStreaming
import Playback
import SpeechAPI

extension PlaybackError {
  /// The service had no room at the moment; nothing was generated.
  var isRefusal: Bool {
    guard case .service(let error) = self else { return false }
    return [.rateLimited, .concurrencyExceeded, .capacityExceeded].contains(error.kind)
  }

  /// What failed for one piece fails for every other: there is no going on.
  var concernsEveryPiece: Bool {
    switch self {
    case .service(let error):
      [.authentication, .forbidden, .insufficientCredits, .notFound, .redirected].contains(error.kind)
    case .request(.textEmpty), .request(.textTooLong): false
    case .request, .output, .outputStalled, .outputLost, .noDestination, .noService, .key, .pullSourceInUse,
      .system, .shutDown:
      true
    case .network(.invalidURL), .network(.insecureURL), .network(.tls), .network(.clientShutDown),
      .network(.systemFailure), .network(.cancelled):
      true
    case .network, .unrecovered, .historyDiffers, .decoding, .truncated, .source, .noAudio, .job, .file: false
    }
  }
}

extension UtteranceReport.Outcome {
  /// What came was heard to its end.
  var isTruncated: Bool { if case .truncated = self { true } else { false } }

  /// Why it was not heard to its end; nil when it was, or was stopped.
  var failure: PlaybackError? {
    switch self {
    case .finished, .stopped: nil
    case .truncated(let error), .failed(let error): error
    }
  }
}
