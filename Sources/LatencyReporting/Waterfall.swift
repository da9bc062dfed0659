import AudioTypes
import HTTPStreaming
public import Playback

/// The report of one utterance as text for people: where the time went, step by step, and what came out of it.
public struct Waterfall: Sendable {
  private let report: UtteranceReport

  /// Makes the text form of `report`.
  public init(_ report: UtteranceReport) {
    self.report = report
  }

  /// The waterfall and the summary, lines of at most `width` columns, without a line break at the end.
  public func text(width: Int = 78) -> String {
    (bars(width: max(width, 60)) + [""] + summary).joined(separator: "\n")
  }

  /// A bar for each step that happened, on one axis from the command to the first audible sample.
  private func bars(width: Int) -> [String] {
    let whole = TimelineStep.all.compactMap { report.marks.duration(from: .command, to: $0.end) }.max() ?? .zero
    guard whole > .zero else { return ["Nothing was measured."] }
    let columns = width - 38
    return TimelineStep.all.compactMap { step in
      guard let start = report.marks.duration(from: .command, to: step.start),
        let duration = report.marks.duration(from: step.start, to: step.end)
      else { return nil }
      let from = Int(start / whole * Double(columns))
      let length = max(1, Int((duration / whole * Double(columns)).rounded()))
      let bar = String(repeating: " ", count: max(0, min(from, columns - 1))) + String(repeating: "█", count: length)
      return "\(step.label.padded(to: 24)) \(duration.inMilliseconds.padded(to: 9, left: true)) \(bar.prefix(columns))"
    }
  }

  private var summary: [String] {
    let marks = report.marks
    let latencies: [(String, Duration?)] = [
      ("TTFB (request sent → first byte)", marks.timeToFirstByte),
      ("TTFA, arrival (→ first audible decoded)", marks.timeToFirstAudioArrival),
      ("TTFA, heard (→ first audible at the sink)", marks.timeToFirstAudioHeard),
      ("start-up overhead (first byte → heard)", marks.startUpOverhead),
    ]
    let lines = latencies.map { ($0, $1?.inMilliseconds ?? "–") } + [stalls, audio, connection]
    return lines.map { "\($0.padded(to: 42)) \($1)" }
  }

  private var stalls: (String, String) {
    let detail = report.stallCount == 0 ? "" : ", \(report.stalledTime.inMilliseconds) in all"
    return ("stalls after the start", "\(report.stallCount)\(detail)")
  }

  private var audio: (String, String) {
    let format = report.format.map {
      "\($0.sampleRate) Hz, \($0.channelCount == 1 ? "mono" : "\($0.channelCount) channels")"
    }
    return ("audio", [report.heardTime.inSeconds, "\(report.bytesReceived.rawValue) bytes", format].joined())
  }

  private var connection: (String, String) {
    let kind = report.isConnectionReused ? "warm" : "new"
    let retries = report.retries.isEmpty ? nil : "\(report.retries.count) retries"
    return ("connection", [kind, report.httpVersion.map { "HTTP/\($0.rawValue)" }, retries].joined())
  }
}

extension [String?] {
  fileprivate func joined() -> String { compactMap(\.self).joined(separator: ", ") }
}

extension String {
  /// The text with spaces up to `width` columns.
  func padded(to width: Int, left: Bool = false) -> String {
    let padding = String(repeating: " ", count: Swift.max(0, width - count))
    return left ? padding + self : self + padding
  }
}

extension Duration {
  /// In milliseconds with one decimal, as `12.3 ms`.
  public var inMilliseconds: String { "\(tenths(of: milliseconds)) ms" }

  /// In seconds with one decimal, as `1.2 s`.
  public var inSeconds: String { "\(tenths(of: milliseconds / 1000)) s" }

  private func tenths(of value: Double) -> String {
    let tenths = Int((value.magnitude * 10).rounded())
    return "\(value < 0 && tenths > 0 ? "-" : "")\(tenths / 10).\(tenths % 10)"
  }
}
