import AudioTypes
import HTTPStreaming
public import JSON
public import Playback
import Seaming
import SpeechAPI

/// The report of one utterance as JSON for programs. Every field is described in `LatencyReport.md`; what does not apply or was
/// not reached is left out.
public struct LatencyReport: Sendable {
  private let report: UtteranceReport

  /// Makes the JSON form of `report`.
  public init(_ report: UtteranceReport) {
    self.report = report
  }

  /// The document in UTF-8, with a line break at the end.
  public func json() -> [UInt8] {
    value.encoded(indented: true) + [UInt8(ascii: "\n")]
  }

  /// The document.
  public var value: JSONValue {
    let (outcome, error) = report.outcome.words
    return .present([
      "schema": .string("gust-latency-report"), "version": .number(1), "gust": .string(gustVersion),
      "outcome": .string(outcome), "error": error.map(JSONValue.string),
      "command_monotonic_ns": report.marks[.command].map { .number(Double($0.nanoseconds)) },
      "marks_ns": marks, "latency_ms": latencies, "stalls": stalls, "sound_recoveries": soundRecoveries, "audio": audio,
      "buffer": report.buffer.map(buffer), "connection": connection, "retries": .array(report.retries.map(retry)),
      "recovery": report.recovery.map(recovery),
      "saved_file": report.savedFile.map(saved),
      "history_item_id": report.historyItemID.map(JSONValue.string),
      "api_key_id": report.apiKeyID.map(JSONValue.string),
    ])
  }

  private var marks: JSONValue {
    let reached = TimelineMark.allCases.compactMap { mark in
      report.marks.duration(from: .command, to: mark).map {
        ("\(mark)".inSnakeCase, JSONValue.number(Double($0.signedNanoseconds)))
      }
    }
    return .object(Dictionary(uniqueKeysWithValues: reached))
  }

  private var latencies: JSONValue {
    .present([
      "ttfb": report.marks.timeToFirstByte.map(milliseconds),
      "ttfa_arrival": report.marks.timeToFirstAudioArrival.map(milliseconds),
      "ttfa_heard": report.marks.timeToFirstAudioHeard.map(milliseconds),
      "start_up_overhead": report.marks.startUpOverhead.map(milliseconds),
      "stop": report.stopLatency.map(milliseconds),
    ])
  }

  private var stalls: JSONValue {
    .object([
      "count": .count(report.stallCount), "total_ms": milliseconds(report.stalledTime),
      "longest_ms": milliseconds(report.longestStall), "first": .array(report.stalls.map(stall)),
    ])
  }

  private var soundRecoveries: JSONValue {
    .object(["count": .count(report.soundRecoveryCount), "first": .array(report.soundRecoveries.map(soundRecovery))])
  }

  private var audio: JSONValue {
    .present([
      "encoding": report.encoding.map { .string($0.name) }, "sample_rate": report.format.map { .count($0.sampleRate) },
      "channels": report.format.map { .count($0.channelCount) }, "bytes": .count(report.bytesReceived.rawValue),
      "frames_written": .count(report.framesWritten.rawValue), "frames_heard": .count(report.framesHeard.rawValue),
      "ring_high_water_bytes": .count(report.ringHighWater.rawValue), "heard_ms": milliseconds(report.heardTime),
      "length_ms": report.audioLength.map(milliseconds), "arrival_rate": report.arrivalRate.map(JSONValue.number),
    ])
  }

  private func buffer(_ buffer: GrantedBuffer) -> JSONValue {
    .present([
      "target_length_ms": milliseconds(buffer.targetLength), "minimum_request_ms": milliseconds(buffer.minimumRequest),
      "sink_latency_ms": buffer.sinkLatency.map(milliseconds),
    ])
  }

  private func stall(_ stall: Stall) -> JSONValue {
    let start = report.marks[.command].map { $0.duration(to: stall.start) } ?? .zero
    return .object([
      "start_ns": .number(Double(start.signedNanoseconds)), "duration_ms": milliseconds(stall.duration),
    ])
  }

  private func soundRecovery(_ recovery: SoundRecovery) -> JSONValue {
    let start = report.marks[.command].map { $0.duration(to: recovery.start) } ?? .zero
    return .object([
      "cause": .string("\(recovery.cause)".inSnakeCase), "start_ns": .number(Double(start.signedNanoseconds)),
      "duration_ms": milliseconds(recovery.duration), "mended": .bool(recovery.isMended),
    ])
  }

  private var connection: JSONValue {
    .present([
      "reused": .bool(report.isConnectionReused), "http_version": report.httpVersion.map { .string($0.rawValue) },
    ])
  }

  private func retry(_ notice: RetryNotice) -> JSONValue {
    .object([
      "number": .count(notice.number), "delay_ms": milliseconds(notice.delay),
      "reason": .string(notice.reason.message),
    ])
  }

  private func recovery(_ recovery: Recovery) -> JSONValue {
    .present([
      "reason": .string(recovery.cause.message), "broke_off_at_bytes": .count(recovery.brokeOffAt.rawValue),
      "attempts": .count(recovery.attempts), "waited_ms": milliseconds(recovery.waited),
      "method": recovery.method.map { .string($0.rawValue) },
      "seam": recovery.seam.map(seam), "failure": recovery.failure.map { .string($0.message) },
    ])
  }

  private func seam(_ seam: Seam) -> JSONValue {
    .object([
      "basis": .string("\(seam.basis)"), "position_ms": milliseconds(seam.position), "lag_ms": milliseconds(seam.lag),
      "correlation": .number(seam.correlation), "crossfade_ms": milliseconds(seam.crossfade),
      "missing_ms": milliseconds(seam.missing),
    ])
  }

  private func saved(_ file: SavedFile) -> JSONValue {
    .object(["path": .string(file.path), "bytes": .count(file.byteCount.rawValue)])
  }

  private func milliseconds(_ duration: Duration) -> JSONValue { .number(duration.milliseconds) }

}

extension JSONValue {
  /// An object of those of `members` that there are.
  fileprivate static func present(_ members: [String: JSONValue?]) -> JSONValue {
    .object(members.compactMapValues(\.self))
  }
}

extension UtteranceReport.Outcome {
  /// The outcome's name, and the sentence of its error.
  var words: (String, String?) {
    switch self {
    case .finished: ("finished", nil)
    case .stopped: ("stopped", nil)
    case .truncated(let error): ("truncated", error.message)
    case .failed(let error): ("failed", error.message)
    }
  }
}

extension String {
  /// `firstByte` as `first_byte`.
  fileprivate var inSnakeCase: String {
    reduce(into: "") { $0 += $1.isUppercase ? "_\($1.lowercased())" : String($1) }
  }
}
