import AudioTypes
import JSON
public import Playback
import SpeechAPI

/// The timeline of one utterance in the Trace Event Format, which Perfetto and Chrome's `about:tracing` open: a track each for
/// the network, the player and the sink, with a slice for each step, stalls among them, and an instant for each mark.
///
/// Times are microseconds on the machine's monotonic clock, so that traces of other programs line up.
public struct LatencyTrace: Sendable {
  private let document: JSONValue

  /// Makes the trace of `report`.
  public init(_ report: UtteranceReport) {
    let names = [JSONValue.processName("gust")] + TraceTrack.allCases.map(JSONValue.name(of:))
    let marks = TimelineMark.allCases.compactMap { mark in
      report.marks[mark].map { JSONValue.instant("\(mark)", $0, on: mark.track) }
    }
    let (outcome, error) = report.outcome.words
    let other = ["program": "gust \(gustVersion)", "outcome": outcome, "error": error].compactMapValues(\.self)
    document = .object([
      "traceEvents": .array(names + Self.slices(report) + marks), "displayTimeUnit": .string("ms"),
      "otherData": .object(other.mapValues(JSONValue.string)),
    ])
  }

  /// The document in UTF-8.
  public func json() -> [UInt8] { document.encoded() }

  /// On each track in the order of time, and none across another: viewers nest slices by that.
  private static func slices(_ report: UtteranceReport) -> [JSONValue] {
    let marks = report.marks
    let streamed: [(String, TraceTrack, TimelineMark, TimelineMark)] = [
      ("stream", .network, .firstByte, .lastByte), ("heard", .sink, .firstAudible, .lastAudible),
    ]
    let steps = TimelineStep.all(in: marks).map { ($0.label, $0.party.track, $0.start, $0.end) }
    return (steps + streamed).compactMap { name, track, start, end in
      guard let start = marks[start], let end = marks[end] else { return nil }
      return .slice(name, from: start, lasting: start.duration(to: end), on: track)
    }
      + report.stalls.map { .slice("stall", from: $0.start, lasting: $0.duration, on: .sink) }
      + report.soundRecoveries.map {
        .slice("sound lost: \($0.cause)", from: $0.start, lasting: $0.duration, on: .sink)
      }
  }
}

/// A line of the picture, drawn in this order.
private enum TraceTrack: Int, CaseIterable {
  case network = 1, player, sink
}

extension TimelineStep.Party {
  fileprivate var track: TraceTrack {
    switch self {
    case .connection, .service: .network
    case .network, .player: .player
    }
  }
}

extension TimelineMark {
  fileprivate var track: TraceTrack {
    switch self {
    case .command, .dnsDone, .connected, .tlsDone, .requestSent, .responseHeaders, .firstByte, .lastByte: .network
    case .firstAudioDecoded, .firstAudibleDecoded, .firstWrite: .player
    case .firstAudible, .lastAudible: .sink
    }
  }
}

/// One event, as Chrome's Trace Event Format spells it. Times are in microseconds.
extension JSONValue {
  fileprivate static func processName(_ name: String) -> JSONValue { named("process_name", name, row: 0) }

  fileprivate static func name(of track: TraceTrack) -> JSONValue {
    named("thread_name", "\(track)", row: track.rawValue)
  }

  /// An instant that concerns its track only (`s` is `t`).
  fileprivate static func instant(_ name: String, _ instant: MonotonicInstant, on track: TraceTrack) -> JSONValue {
    event(name, phase: "i", row: track.rawValue, ["ts": .number(instant.microseconds), "s": .string("t")])
  }

  fileprivate static func slice(
    _ name: String, from start: MonotonicInstant, lasting duration: Duration, on track: TraceTrack
  ) -> JSONValue {
    let length = JSONValue.number(Double(duration.wholeNanoseconds) / 1000)
    return event(name, phase: "X", row: track.rawValue, ["ts": .number(start.microseconds), "dur": length])
  }

  private static func named(_ what: String, _ name: String, row: Int) -> JSONValue {
    event(what, phase: "M", row: row, ["ts": .number(0), "args": .object(["name": .string(name)])])
  }

  private static func event(_ name: String, phase: String, row: Int, _ more: [String: JSONValue]) -> JSONValue {
    let common: [String: JSONValue] = [
      "name": .string(name), "ph": .string(phase), "pid": .number(1), "tid": .count(row),
    ]
    return .object(common.merging(more) { _, new in new })
  }
}

extension MonotonicInstant {
  fileprivate var microseconds: Double { Double(nanoseconds) / 1000 }
}
