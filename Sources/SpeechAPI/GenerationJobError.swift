/// Why a generation job has no audio.
public enum GenerationJobError: Error, Sendable, Equatable {
  /// It failed; the service may say why.
  case failed(GenerationJob.Failure?)
  /// It was called off.
  case cancelled
  /// It was not over when the time to wait was.
  case unfinished(after: Duration)
}

extension GenerationJobError {
  /// What kind of failure this is, as far as the service's code tells.
  public var kind: SpeechServiceError.Kind {
    switch self {
    case .failed(let failure):
      // What the service refuses it refuses with a status of 4xx; what breaks inside it, with one of 5xx.
      let refused = SpeechServiceError.Kind(status: 422, code: failure?.code)
      return refused == .validation ? SpeechServiceError.Kind(status: 502, code: failure?.code) : refused
    case .cancelled: return .conflict
    case .unfinished: return .timeout
    }
  }

  /// One line for people: what became of the job, and what to do. Never contains the API key.
  public var message: String {
    switch self {
    case .failed(let failure):
      let code = failure?.code.map { " (\($0))" } ?? ""
      let detail = failure?.detail.map { ": \($0.withoutEndingPunctuation)" } ?? ""
      return "The generation failed\(code)\(detail)."
    case .cancelled:
      return "The generation was cancelled."
    case .unfinished(let limit):
      let seconds = limit.components.seconds
      return
        "The generation is not finished\(seconds > 0 ? " after \(seconds) s" : ""); it goes on. Ask for it again later."
    }
  }
}

extension GenerationJobError: CustomStringConvertible {
  /// The same text as ``message``.
  public var description: String { message }
}

extension GenerationJob {
  /// Why it has no audio and never will; nil while it may.
  public var error: GenerationJobError? {
    switch status {
    case .failed: .failed(failure)
    case .cancelled: .cancelled
    case .active, .ready, .other: nil
    }
  }
}
