import AudioTypes
public import JSON
public import Narration
import Playback
import SpeechAPI
import TextSegmentation

/// The report of a text of many utterances, for people and programs. Every field is described in `LatencyReport.md`.
public struct NarrationLatencyReport: Sendable {
  private let report: NarrationReport
  private let abandonReason: String?

  /// Makes the forms of `report`.
  ///
  /// - Parameter reason: why what came is not all of the text; nil when it is.
  public init(_ report: NarrationReport, abandonedBecause reason: String? = nil) {
    self.report = report
    abandonReason = reason
  }

  /// The document in UTF-8, with a line break at the end.
  public func json() -> [UInt8] {
    value.encoded(indented: true) + [UInt8(ascii: "\n")]
  }

  /// The document.
  public var value: JSONValue {
    var members: [String: JSONValue] = [
      "schema": .string("gust-narration-report"), "version": .number(1), "gust": .string(gustVersion),
      "outcome": .string(report.outcome.word),
      "utterances": .object([
        "asked": .count(report.pieceCount), "finished": .count(report.finishedCount),
        "failed": .count(report.failureCount),
      ]),
      "failures": .array(report.failures.map(failure)), "heard_ms": .number(report.heardTime.milliseconds),
      "stalls": .object(["count": .count(report.stallCount), "total_ms": .number(report.stalledTime.milliseconds)]),
      "gaps": .object([
        "count": .count(report.gapCount), "for_text_ms": .number(report.gapTimeForText.milliseconds),
        "for_service_ms": .number(report.gapTimeForService.milliseconds),
      ]),
      "retries": .count(report.retryCount), "deferrals": .count(report.deferralCount),
      "recoveries": .count(report.recoveryCount), "sound_recoveries": .count(report.soundRecoveryCount),
    ]
    if case .failed(let cause) = report.outcome { members["error"] = .string(cause.reason.message) }
    if let abandonReason, case .finished = report.outcome {
      members["outcome"] = .string("incomplete")
      members["error"] = .string(PlaybackError.source(abandonReason).message)
    }
    members["position"] = report.position.map(position)
    members["first"] = report.firstReport.map { LatencyReport($0).value }
    members["last"] = report.lastReport.map { LatencyReport($0).value }
    return .object(members)
  }

  /// The waterfall of the first utterance, which is what was waited for, and below it what all came to.
  public func text(_ style: TextStyle) -> String {
    let first = report.firstReport.map { Waterfall($0).text(style) + "\n" } ?? ""
    let gaps =
      report.gapCount == 0
      ? "no gaps" : "\(report.gapCount) \(report.gapCount == 1 ? "gap" : "gaps") of \(gapTime.inSeconds) in all"
    return first + "\(report.pieceCount) utterances, \(report.heardTime.inSeconds) heard, "
      + "\(report.stallCount) \(report.stallCount == 1 ? "stall" : "stalls"), \(gaps)"
  }

  private var gapTime: Duration { report.gapTimeForText + report.gapTimeForService }

  private func failure(_ failure: PieceFailure) -> JSONValue {
    .object([
      "utterance": .count(failure.piece + 1), "reason": .string(failure.reason.message),
      "characters": .array([.count(failure.text.sourceRange.lowerBound), .count(failure.text.sourceRange.upperBound)]
      ),
      "cut_short": .bool(failure.isCutShort),
    ])
  }

  private func position(_ position: NarrationPosition) -> JSONValue {
    .object([
      "utterance": .count(position.piece + 1), "ms": .number(position.time.milliseconds),
      "characters": .count(position.characters),
    ])
  }

}

extension NarrationReport.Outcome {
  fileprivate var word: String {
    switch self {
    case .finished: "finished"
    case .incomplete: "incomplete"
    case .stopped: "stopped"
    case .failed: "failed"
    }
  }
}
