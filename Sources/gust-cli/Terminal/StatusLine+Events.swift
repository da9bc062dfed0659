import Gust
import LatencyReporting
import SpeechSeat

extension StatusLine {
  /// Shows what people may wonder about while nothing is heard.
  func show(_ event: UtteranceEvent) {
    switch event {
    case .waiting(let job):
      show(job.waitingNote)
    case .retrying(let notice) where notice.isNotReady:
      show("gust: the service is still making this speech")
    case .retrying(let notice):
      clear()
      say(notice.line)
    case .recovering(let reason):
      clear()
      say("gust: \(reason.message) Fetching the rest from the history.")
    case .soundLost(let cause):
      clear()
      say("gust: \(cause.message)")
    case .soundBack(let recovery):
      clear()
      say("gust: Sound goes on after \(recovery.duration.inSeconds).")
    case .firstByte, .recovered:
      clear()
    case .connecting, .started, .stalled, .resumed, .finished:
      break
    }
  }

  /// The same of a text of many utterances, but for what failed of it: each caller has its own time to tell that.
  func show(_ event: NarrationEvent) {
    switch event {
    case .piece(_, let event): show(event)
    case .deferred(_, let reason): say("gust: \(reason.message) It is asked for again when others are over.")
    case .failed, .waitingForText, .requested, .gap, .depthChanged, .over, .finished: break
    }
  }

  /// Tells that other speech of this user cannot be waited for.
  func say(_ error: SeatError) {
    say("gust: \(error.message) Speech of yours may overlap.")
  }

  static let waitingForOthers = "gust: waiting for other speech to end"
}

extension RetryNotice {
  /// The audio is still in the making: no failure, but a wait.
  fileprivate var isNotReady: Bool {
    if case .service(let error) = reason { error.kind == .notReady } else { false }
  }

  /// What people are told when a request is repeated.
  var line: String { "gust: \(reason.message) Trying again in \(delay.inSeconds) (\(number))." }
}
