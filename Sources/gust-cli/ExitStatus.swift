import Gust

/// What the program's exit status says; the same numbers as the service's own command line uses, and 8 and 9 of ours.
enum ExitStatus: Int32 {
  case success = 0
  case general = 1
  case usage = 2
  case authentication = 3
  case quota = 4
  case timeout = 5
  case network = 6
  case notFound = 7
  case soundServer = 8
  case incompleteAudio = 9
  case contentPolicy = 10
}

extension ExitStatus {
  init(_ error: PlaybackError) {
    self =
      switch error {
      case .request: .usage
      case .service(let error): ExitStatus(error.kind)
      case .job(let error): ExitStatus(error.kind)
      case .network(.cutShort): .incompleteAudio
      case .network(.connectTimeout), .network(.idleTimeout), .network(.totalTimeout): .timeout
      case .network: .network
      case .unrecovered(let error, _): ExitStatus(.network(error))
      case .decoding, .truncated, .noAudio, .historyDiffers: .incompleteAudio
      case .output, .outputStalled, .outputLost: .soundServer
      case .noDestination, .file, .system, .shutDown: .general
      }
  }

  init(_ error: EnvironmentError) {
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
