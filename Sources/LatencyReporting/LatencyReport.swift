import AudioTypes
import FoundationEssentials
import HTTPStreaming
public import Playback
import SpeechAPI

/// The report of one utterance as JSON for programs. Every field is described in `LatencyReport.md`; what does not apply or was
/// not reached is left out.
public struct LatencyReport: Sendable {
  private let document: Document

  /// Makes the JSON form of `report`.
  public init(_ report: UtteranceReport) {
    document = Document(report)
  }

  /// The document in UTF-8, with a line break at the end.
  public func json() -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    return (try? encoder.encode(document)).map { Array($0) + [UInt8(ascii: "\n")] } ?? []
  }
}

extension LatencyReport {
  fileprivate struct Document: Encodable {
    let schema = "gust-latency-report"
    let version = 1
    let gust = gustVersion
    let outcome: String
    let error: String?
    let commandMonotonicNs: UInt64?
    let marksNs: [String: Int64]
    let latencyMs: Latency
    let stalls: Stalls
    let audio: Audio
    let buffer: Buffer?
    let connection: Connection
    let retries: [Retry]
    let savedFile: Saved?
    let historyItemId: String?
    let apiKeyId: String?
  }

  fileprivate struct Latency: Encodable {
    let ttfb, ttfaArrival, ttfaHeard, startUpOverhead, stop: Double?
  }

  fileprivate struct Stalls: Encodable {
    let count: Int
    let totalMs, longestMs: Double
    let first: [Silence]
  }

  fileprivate struct Silence: Encodable {
    let startNs: Int64
    let durationMs: Double
  }

  fileprivate struct Audio: Encodable {
    let encoding: String?
    let sampleRate, channels: Int?
    let bytes, framesWritten, framesHeard, ringHighWaterBytes: Int
    let heardMs: Double
    let lengthMs, arrivalRate: Double?
  }

  fileprivate struct Buffer: Encodable {
    let targetLengthMs, minimumRequestMs: Double
    let sinkLatencyMs: Double?
  }

  fileprivate struct Connection: Encodable {
    let reused: Bool
    let httpVersion: String?
  }

  fileprivate struct Retry: Encodable {
    let number: Int
    let delayMs: Double
    let reason: String
  }

  fileprivate struct Saved: Encodable {
    let path: String
    let bytes: Int
  }
}

extension LatencyReport.Document {
  init(_ report: UtteranceReport) {
    (outcome, error) = report.outcome.words
    commandMonotonicNs = report.marks[.command]?.nanoseconds
    let marks = TimelineMark.allCases.compactMap { mark in
      report.marks.duration(from: .command, to: mark).map { ("\(mark)".inSnakeCase, $0.signedNanoseconds) }
    }
    marksNs = Dictionary(uniqueKeysWithValues: marks)
    latencyMs = LatencyReport.Latency(report)
    stalls = LatencyReport.Stalls(report)
    audio = LatencyReport.Audio(report)
    buffer = report.buffer.map {
      LatencyReport.Buffer(
        targetLengthMs: $0.targetLength.milliseconds, minimumRequestMs: $0.minimumRequest.milliseconds,
        sinkLatencyMs: $0.sinkLatency?.milliseconds)
    }
    connection = LatencyReport.Connection(
      reused: report.isConnectionReused, httpVersion: report.httpVersion?.rawValue)
    retries = report.retries.map {
      LatencyReport.Retry(number: $0.number, delayMs: $0.delay.milliseconds, reason: $0.reason.message)
    }
    savedFile = report.savedFile.map { LatencyReport.Saved(path: $0.path, bytes: $0.byteCount.rawValue) }
    historyItemId = report.historyItemID
    apiKeyId = report.apiKeyID
  }
}

extension LatencyReport.Latency {
  fileprivate init(_ report: UtteranceReport) {
    ttfb = report.marks.timeToFirstByte?.milliseconds
    ttfaArrival = report.marks.timeToFirstAudioArrival?.milliseconds
    ttfaHeard = report.marks.timeToFirstAudioHeard?.milliseconds
    startUpOverhead = report.marks.startUpOverhead?.milliseconds
    stop = report.stopLatency?.milliseconds
  }
}

extension LatencyReport.Stalls {
  fileprivate init(_ report: UtteranceReport) {
    count = report.stallCount
    totalMs = report.stalledTime.milliseconds
    longestMs = report.longestStall.milliseconds
    first = report.stalls.map { stall in
      let start = report.marks[.command].map { $0.duration(to: stall.start) } ?? .zero
      return LatencyReport.Silence(
        startNs: start.signedNanoseconds, durationMs: stall.duration.milliseconds)
    }
  }
}

extension LatencyReport.Audio {
  fileprivate init(_ report: UtteranceReport) {
    encoding = report.encoding?.name
    sampleRate = report.format?.sampleRate
    channels = report.format?.channelCount
    bytes = report.bytesReceived.rawValue
    framesWritten = report.framesWritten.rawValue
    framesHeard = report.framesHeard.rawValue
    ringHighWaterBytes = report.ringHighWater.rawValue
    heardMs = report.heardTime.milliseconds
    lengthMs = report.audioLength?.milliseconds
    arrivalRate = report.arrivalRate
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
  /// `firstByte` as `first_byte`: dictionary keys are not converted by the encoder.
  fileprivate var inSnakeCase: String {
    reduce(into: "") { $0 += $1.isUppercase ? "_\($1.lowercased())" : String($1) }
  }
}
