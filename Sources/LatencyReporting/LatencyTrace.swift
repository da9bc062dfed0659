import AudioTypes
import JSON
public import Playback

/// The timeline of one utterance in the Trace Event Format, which Perfetto and Chrome's `about:tracing` open: a slice for each
/// step, an instant for each mark. Times are microseconds on the machine's monotonic clock, so that traces of other
/// programs line up.
public struct LatencyTrace: Sendable {
  private let events: [JSONValue]

  /// Makes the trace of `report`.
  public init(_ report: UtteranceReport) {
    let marks = TimelineMark.allCases.compactMap { mark in
      report.marks[mark].map { Self.event("\(mark)", phase: "i", at: $0, row: 1, ["s": .string("t")]) }
    }
    let steps = TimelineStep.all.compactMap { step -> JSONValue? in
      guard let start = report.marks[step.start], let duration = report.marks.duration(from: step.start, to: step.end)
      else { return nil }
      let microseconds = JSONValue.number(max(0, duration.milliseconds * 1000))
      return Self.event(step.label, phase: "X", at: start, row: 2, ["dur": microseconds])
    }
    events = marks + steps
  }

  /// The document in UTF-8.
  public func json() -> [UInt8] {
    JSONValue.object(["traceEvents": .array(events), "displayTimeUnit": .string("ms")]).encoded()
  }

  private static func event(
    _ name: String, phase: String, at instant: MonotonicInstant, row: Int, _ more: [String: JSONValue]
  ) -> JSONValue {
    let common: [String: JSONValue] = [
      "name": .string(name), "ph": .string(phase), "ts": .number(instant.microseconds), "pid": .number(1),
      "tid": .number(Double(row)),
    ]
    return .object(common.merging(more) { _, new in new })
  }
}

extension MonotonicInstant {
  fileprivate var microseconds: Double { Double(nanoseconds) / 1000 }
}
