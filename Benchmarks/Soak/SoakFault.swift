import BreezeSimulator
import Gust

/// Something that can happen to an utterance of a soak, and what then has to become of it.
enum SoakFault: String, CaseIterable {
  case none = "nothing amiss"
  case recovered = "cut, the history has the rest"
  case notReady = "cut, the history says 425 first"
  case forgotten = "cut, the history does not have it"
  case busy = "503 first"
  case unknown = "404"
  case garbage
  case slow = "slower than it plays"

  /// What is asked for: PCM where a cut has to leave something to hear.
  var format: SpeechFormat { self == .forgotten ? .pcm : .mp3 }

  /// So much noise, with this fault.
  func scenario(milliseconds: Double) -> Scenario {
    Scenario {
      $0.audio.signal = .noise
      $0.audio.signalMilliseconds = milliseconds
      $0.pace = .burst
      switch self {
      case .none: break
      case .recovered, .notReady, .forgotten: $0.cut = Cut(afterAudioMilliseconds: milliseconds / 2)
      case .busy: $0.failure = Failure(status: 503, code: "GENERATION_CAPACITY_EXCEEDED", times: 1)
      case .unknown: $0.failure = Failure(status: 404, code: "RESOURCE_NOT_FOUND")
      case .garbage: ($0.reply.body, $0.reply.contentType) = (.garbage, "audio/mpeg")
      case .slow:
        $0.pace.speed = 0.5
        $0.pace.firstChunkAudioMilliseconds = 20
        $0.pace.chunkAudioMilliseconds = 20
      }
      if self == .notReady { $0.history.notReadyCount = 1 }
      if self == .forgotten { $0.history.failure = Failure(status: 404, code: "RESOURCE_NOT_FOUND") }
    }
  }

  /// Whether an utterance that ended like this ended as it had to.
  func isAsScripted(_ report: UtteranceReport) -> Bool {
    switch (self, report.outcome) {
    case (.none, .finished), (.slow, .finished): report.retries.isEmpty && report.recovery == nil
    case (.recovered, .finished), (.notReady, .finished): report.recovery?.method == .bytes
    case (.busy, .finished): report.retries.count == 1
    case (.forgotten, .truncated(.unrecovered)), (.garbage, .failed(.decoding)): true
    case (.unknown, .failed(.service(let error))): error.status == 404
    default: false
    }
  }
}
