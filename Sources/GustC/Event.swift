import CGust
import Gust

/// One event on its way to C.
struct Event {
  let kind: gust_event_kind
  var status = GUST_OK
  var duration = Duration.zero
  var text = ""

  /// Whether it can happen any number of times, so that a slow reader can do without the oldest.
  var isRepeatable: Bool {
    switch kind {
    case GUST_EVENT_CONNECTING, GUST_EVENT_FIRST_BYTE, GUST_EVENT_STARTED, GUST_EVENT_FINISHED: false
    default: true
    }
  }
}

extension Event {
  init(_ event: UtteranceEvent) {
    switch event {
    case .connecting: self.init(kind: GUST_EVENT_CONNECTING)
    case .retrying(let notice):
      self.init(kind: GUST_EVENT_RETRYING, duration: notice.delay, text: notice.reason.message)
    case .waiting: self.init(kind: GUST_EVENT_WAITING)
    case .recovering(let error): self.init(kind: GUST_EVENT_RECOVERING, text: error.message)
    case .recovered: self.init(kind: GUST_EVENT_RECOVERED)
    case .firstByte: self.init(kind: GUST_EVENT_FIRST_BYTE)
    case .started: self.init(kind: GUST_EVENT_STARTED)
    case .stalled: self.init(kind: GUST_EVENT_STALLED)
    case .resumed: self.init(kind: GUST_EVENT_RESUMED)
    case .soundLost: self.init(kind: GUST_EVENT_SOUND_LOST)
    case .soundBack(let recovery): self.init(kind: GUST_EVENT_SOUND_BACK, duration: recovery.duration)
    case .finished(let report): self.init(FinalReport.utterance(report))
    }
  }

  /// The last one.
  init(_ report: FinalReport) {
    self.init(kind: GUST_EVENT_FINISHED, status: report.status, text: report.error?.message ?? "")
  }

  /// Fills in what C sees.
  var structure: gust_event {
    var event = gust_event()
    event.kind = kind
    event.status = status
    event.milliseconds = duration.milliseconds
    unsafe withUnsafeMutableBytes(of: &event.text) { field in
      // The last byte stays 0, and no character is cut in two.
      var end = text.utf8.index(text.startIndex, offsetBy: field.count - 1, limitedBy: text.endIndex) ?? text.endIndex
      while end.samePosition(in: text.unicodeScalars) == nil { text.utf8.formIndex(before: &end) }
      unsafe field.copyBytes(from: text.utf8[..<end])
    }
    return event
  }
}
