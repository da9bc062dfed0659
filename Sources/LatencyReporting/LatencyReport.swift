import AudioTypes
import HTTPStreaming
import JSON
public import Playback
import SpeechAPI

/// The report of one utterance as JSON for programs. The layout is versioned: fields are added under the same version and
/// never change their meaning; `version` grows when one goes or means something else.
///
/// Marks are nanoseconds after `command`; what was not reached is left out.
public struct LatencyReport: Sendable {
  private let report: UtteranceReport

  /// Makes the JSON form of `report`.
  public init(_ report: UtteranceReport) {
    self.report = report
  }

  /// The document in UTF-8, with a line break at the end.
  public func json() -> [UInt8] {
    document.encoded(indented: true) + [UInt8(ascii: "\n")]
  }

  private var document: JSONValue {
    let (outcome, error) = report.outcome.words
    return .present([
      "schema": .string("gust-latency-report"), "version": .number(1), "gust": .string(gustVersion),
      "outcome": .string(outcome), "error": error.map(JSONValue.string),
      "marks_ns": marks, "latency_ms": latencies, "stalls": stalls, "audio": audio, "connection": connection,
      "retries": .array(report.retries.map(retry)),
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
    ])
  }

  private var stalls: JSONValue {
    .object([
      "count": integer(report.stallCount), "total_ms": milliseconds(report.stalledTime),
      "longest_ms": milliseconds(report.longestStall),
    ])
  }

  private var audio: JSONValue {
    .present([
      "encoding": report.encoding.map { .string($0.name) }, "sample_rate": report.format.map { integer($0.sampleRate) },
      "channels": report.format.map { integer($0.channelCount) }, "bytes": integer(report.bytesReceived.rawValue),
      "frames_written": integer(report.framesWritten.rawValue), "frames_heard": integer(report.framesHeard.rawValue),
      "ring_high_water_bytes": integer(report.ringHighWater.rawValue), "heard_ms": milliseconds(report.heardTime),
    ])
  }

  private var connection: JSONValue {
    .present([
      "reused": .bool(report.isConnectionReused), "http_version": report.httpVersion.map { .string($0.rawValue) },
    ])
  }

  private func retry(_ notice: RetryNotice) -> JSONValue {
    .object([
      "number": integer(notice.number), "delay_ms": milliseconds(notice.delay),
      "reason": .string(notice.reason.message),
    ])
  }

  private func milliseconds(_ duration: Duration) -> JSONValue { .number(duration.milliseconds) }

  private func integer(_ count: Int) -> JSONValue { .number(Double(count)) }
}

extension JSONValue {
  /// An object of those of `members` that there are.
  fileprivate static func present(_ members: [String: JSONValue?]) -> JSONValue {
    .object(members.compactMapValues(\.self))
  }
}

extension UtteranceReport.Outcome {
  /// The outcome's name, and the sentence of its error.
  fileprivate var words: (String, String?) {
    switch self {
    case .finished: ("finished", nil)
    case .stopped: ("stopped", nil)
    case .truncated(let error): ("truncated", error.message)
    case .failed(let error): ("failed", error.message)
    }
  }
}

extension AudioEncoding {
  fileprivate var name: String {
    switch self {
    case .mp3: "mp3"
    case .pcm: "pcm"
    }
  }
}

extension String {
  /// `firstByte` as `first_byte`.
  fileprivate var inSnakeCase: String {
    reduce(into: "") { $0 += $1.isUppercase ? "_\($1.lowercased())" : String($1) }
  }
}
