import Gust
import LatencyReporting

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
}

extension RetryNotice {
  /// The audio is still in the making: no failure, but a wait.
  fileprivate var isNotReady: Bool {
    if case .service(let error) = reason { error.kind == .notReady } else { false }
  }

  /// What people are told when a request is repeated.
  var line: String { "gust: \(reason.message) Trying again in \(delay.inSeconds) (\(number))." }
}
