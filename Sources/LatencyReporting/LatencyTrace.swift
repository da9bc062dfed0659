import AudioTypes
import FoundationEssentials
public import Playback
import SpeechAPI

/// The timeline of one utterance in the Trace Event Format, which Perfetto and Chrome's `about:tracing` open: a track each for
/// the network, the player and the sink, with a slice for each step, stalls among them, and an instant for each mark.
///
/// Times are microseconds on the machine's monotonic clock, so that traces of other programs line up.
public struct LatencyTrace: Sendable {
  private let document: Document

  /// Makes the trace of `report`.
  public init(_ report: UtteranceReport) {
    let names = [TraceEvent(processNamed: "gust")] + TraceTrack.allCases.map(TraceEvent.init(naming:))
    let marks = TimelineMark.allCases.compactMap { mark in
      report.marks[mark].map { TraceEvent(mark: "\(mark)", at: $0, on: mark.track) }
    }
    document = Document(
      traceEvents: names + Self.slices(report) + marks,
      otherData: [
        "program": "gust \(gustVersion)", "outcome": report.outcome.words.0, "error": report.outcome.words.1,
      ].compactMapValues(\.self))
  }

  /// The document in UTF-8.
  public func json() -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(document)).map(Array.init) ?? []
  }

  /// On each track in the order of time, and none across another: viewers nest slices by that.
  private static func slices(_ report: UtteranceReport) -> [TraceEvent] {
    let marks = report.marks
    let streamed: [(String, TraceTrack, TimelineMark, TimelineMark)] = [
      ("stream", .network, .firstByte, .lastByte), ("heard", .sink, .firstAudible, .lastAudible),
    ]
    let steps = TimelineStep.all(in: marks).map { ($0.label, $0.party.track, $0.start, $0.end) }
    return (steps + streamed).compactMap { name, track, start, end in
      guard let start = marks[start], let end = marks[end] else { return nil }
      return TraceEvent(slice: name, from: start, lasting: start.duration(to: end), on: track)
    }
      + report.stalls.map { TraceEvent(slice: "stall", from: $0.start, lasting: $0.duration, on: .sink) }
  }

  private struct Document: Encodable {
    let traceEvents: [TraceEvent]
    let displayTimeUnit = "ms"
    let otherData: [String: String]
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

/// One event, as Chrome's Trace Event Format spells it.
private struct TraceEvent: Encodable {
  let name: String
  /// `X` a slice, `i` an instant, `M` a name.
  let ph: String
  /// In microseconds.
  let ts: Double
  var dur: Double?
  let pid = 1
  let tid: Int
  /// Of an instant: `t`, its track only.
  var s: String?
  var args: [String: String]?

  init(processNamed process: String) {
    name = "process_name"
    ph = "M"
    ts = 0
    tid = 0
    args = ["name": process]
  }

  init(naming track: TraceTrack) {
    name = "thread_name"
    ph = "M"
    ts = 0
    tid = track.rawValue
    args = ["name": "\(track)"]
  }

  init(mark: String, at instant: MonotonicInstant, on track: TraceTrack) {
    name = mark
    ph = "i"
    ts = instant.microseconds
    tid = track.rawValue
    s = "t"
  }

  init(slice: String, from start: MonotonicInstant, lasting duration: Duration, on track: TraceTrack) {
    name = slice
    ph = "X"
    ts = start.microseconds
    dur = Double(duration.wholeNanoseconds) / 1000
    tid = track.rawValue
  }
}

extension MonotonicInstant {
  fileprivate var microseconds: Double { Double(nanoseconds) / 1000 }
}
