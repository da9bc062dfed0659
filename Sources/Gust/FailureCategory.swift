import HTTPStreaming
public import Playback
import SpeechAPI

/// What a failure means for whoever asked. The raw values are the exit statuses of the command, where 1 to 7 are those of the
/// service's own command line, and the status codes of the C interface.
public enum FailureCategory: Int32, Sendable {
  /// None of those below.
  case general = 1
  /// The request is invalid.
  case usage = 2
  /// The key is missing, wrong, or may not do this.
  case authentication = 3
  /// Credits, rate or concurrency used up.
  case quota = 4
  /// The service took too long.
  case timeout = 5
  /// Network or service failure.
  case network = 6
  /// No such voice, history item or job.
  case notFound = 7
  /// No sound server, no such sink, or it stopped playing.
  case soundServer = 8
  /// The audio is incomplete or cannot be played.
  case incompleteAudio = 9
  /// Refused by the service's content policy.
  case contentPolicy = 10
}

extension FailureCategory {
  /// What a failure of an utterance or of a player means.
  public init(_ error: PlaybackError) {
    self =
      switch error {
      case .request: .usage
      case .service(let error): FailureCategory(error.kind)
      case .job(let error): FailureCategory(error.kind)
      case .network(.cutShort): .incompleteAudio
      case .network(.connectTimeout), .network(.idleTimeout), .network(.totalTimeout): .timeout
      case .network: .network
      case .unrecovered(let error, _): FailureCategory(.network(error))
      case .key: .authentication
      case .decoding, .truncated, .source, .noAudio, .historyDiffers: .incompleteAudio
      case .output, .outputStalled, .outputLost: .soundServer
      case .noDestination, .noService, .pullSourceInUse, .file, .system, .shutDown: .general
      }
  }

  /// What a failure to read the environment means.
  public init(_ error: EnvironmentError) {
    self =
      switch error {
      case .noKey, .key, .keyFile: .authentication
      case .endpoint: .usage
      }
  }

  private init(_ kind: SpeechServiceError.Kind) {
    self =
      switch kind {
      case .authentication, .forbidden: .authentication
      case .insufficientCredits, .rateLimited, .concurrencyExceeded: .quota
      case .notFound: .notFound
      case .validation: .usage
      case .contentPolicy: .contentPolicy
      case .timeout: .timeout
      case .capacityExceeded, .upstream, .redirected: .network
      case .unexpectedContent: .incompleteAudio
      case .conflict, .notReady, .unexpected: .general
      }
  }
}
