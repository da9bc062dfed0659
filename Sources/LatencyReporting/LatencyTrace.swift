import AudioTypes
import FoundationEssentials
public import Playback

/// The timeline of one utterance in the Trace Event Format, which Perfetto and Chrome's `about:tracing` open: a slice for each
/// step, an instant for each mark. Times are microseconds on the machine's monotonic clock, so that traces of other
/// programs line up.
public struct LatencyTrace: Sendable {
  private let events: [Event]

  private struct Event: Encodable {
    let name: String
    let ph: String
    let ts: Double
    var dur: Double?
    let pid = 1
    let tid: Int
    var s: String?
  }

  private struct Document: Encodable {
    let traceEvents: [Event]
    let displayTimeUnit = "ms"
  }

  /// Makes the trace of `report`.
  public init(_ report: UtteranceReport) {
    let marks = TimelineMark.allCases.compactMap { mark in
      report.marks[mark].map { Event(name: "\(mark)", ph: "i", ts: $0.microseconds, tid: 1, s: "t") }
    }
    let steps = TimelineStep.all.compactMap { step -> Event? in
      guard let start = report.marks[step.start], let duration = report.marks.duration(from: step.start, to: step.end)
      else { return nil }
      return Event(
        name: step.label, ph: "X", ts: start.microseconds, dur: max(0, duration.milliseconds * 1000), tid: 2)
    }
    events = marks + steps
  }

  /// The document in UTF-8.
  public func json() -> [UInt8] {
    (try? JSONEncoder().encode(Document(traceEvents: events))).map(Array.init) ?? []
  }
}

extension MonotonicInstant {
  fileprivate var microseconds: Double { Double(nanoseconds) / 1000 }
}
