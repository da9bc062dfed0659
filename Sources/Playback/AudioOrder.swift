import SpeechAPI

/// What an utterance is made of: which request brings its audio, and what may be asked of the service when it fails.
enum AudioOrder: Sendable {
  /// A text, to be spoken: billed.
  case speech(SpeechRequest)
  /// Audio that is there, or in the making.
  case stored(AudioLocation)

  func request(of service: AuthorizedService) throws(SpeechRequestError) -> WireRequest {
    switch self {
    case .speech(let request): try service.streamRequest(for: request)
    // A job and what it makes have the same id, where the job does not say otherwise.
    case .stored(.historyItem(let id)), .stored(.generationJob(let id)): try service.historyAudioRequest(for: id)
    }
  }

  /// The format that a reply without a type is taken for; nil leaves that to its first bytes.
  var format: SpeechFormat? {
    switch self {
    case .speech(let request): request.format
    case .stored: nil
    }
  }

  func retryPolicy(_ configuration: PlayerConfiguration) -> RetryPolicy {
    switch self {
    case .speech: configuration.retryPolicy
    case .stored: configuration.downloadPolicy
    }
  }

  /// The stored generation that is fetched; nil when only the reply, or the job, can name one.
  var historyItemID: String? {
    switch self {
    case .speech, .stored(.generationJob): nil
    case .stored(.historyItem(let id)): id
    }
  }
}
