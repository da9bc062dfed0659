import CGust
import Gust
import LatencyReporting

/// What became of what a handle stood for.
enum FinalReport: Sendable {
  case utterance(UtteranceReport)
  /// - Parameter abandonReason: why no more text came, though it was not all.
  case narration(NarrationReport, abandonReason: String? = nil)

  /// How it ended.
  var status: gust_status {
    if let error { return gust_status(FailureCategory(error)) }
    return isStopped ? GUST_STOPPED : GUST_OK
  }

  /// Why it was not heard, or not all of it; of a narration, the first reason.
  var error: PlaybackError? {
    switch self {
    case .utterance(let report):
      switch report.outcome {
      case .finished, .stopped: nil
      case .truncated(let error), .failed(let error): error
      }
    case .narration(let report, let abandonReason):
      switch report.outcome {
      case .stopped: nil
      case .failed(let failure): failure.reason
      case .finished, .incomplete: report.failures.first?.reason ?? abandonReason.map { .source($0) }
      }
    }
  }

  private var isStopped: Bool {
    switch self {
    case .utterance(let report): if case .stopped = report.outcome { true } else { false }
    case .narration(let report, _): if case .stopped = report.outcome { true } else { false }
    }
  }

  /// The same, of a text that may have been abandoned; a stream of bytes knows that by itself.
  func abandoned(_ reason: String?) -> FinalReport {
    guard case .narration(let report, _) = self else { return self }
    return .narration(report, abandonReason: reason)
  }

  /// The document that `gust say` writes, too.
  var json: [UInt8] {
    switch self {
    case .utterance(let report): LatencyReport(report).json()
    case .narration(let report, let reason): NarrationLatencyReport(report, abandonedBecause: reason).json()
    }
  }

  /// One number; nil when it is not known.
  func figure(_ figure: gust_figure) throws(Failure) -> Double? {
    guard (GUST_FIGURE_FIRST_BYTE_MS.rawValue...GUST_FIGURE_STOP_MS.rawValue).contains(figure.rawValue) else {
      throw .argument("\(figure.rawValue) is no figure.")
    }
    return switch self {
    case .utterance(let report): report.figure(figure)
    case .narration(let report, _): report.figure(figure)
    }
  }
}

extension UtteranceReport {
  fileprivate func figure(_ figure: gust_figure) -> Double? {
    switch figure {
    case GUST_FIGURE_FIRST_BYTE_MS: marks.timeToFirstByte?.milliseconds
    case GUST_FIGURE_FIRST_DECODED_MS: marks.timeToFirstAudioArrival?.milliseconds
    case GUST_FIGURE_FIRST_HEARD_MS: marks.timeToFirstAudioHeard?.milliseconds
    case GUST_FIGURE_OVERHEAD_MS: marks.startUpOverhead?.milliseconds
    case GUST_FIGURE_STALLS: Double(stallCount)
    case GUST_FIGURE_STALLED_MS: stalledTime.milliseconds
    case GUST_FIGURE_HEARD_MS: heardTime.milliseconds
    case GUST_FIGURE_LENGTH_MS: audioLength?.milliseconds
    case GUST_FIGURE_BYTES: Double(bytesReceived.rawValue)
    case GUST_FIGURE_STOP_MS: stopLatency?.milliseconds
    default: nil
    }
  }
}

extension NarrationReport {
  /// Its beginning is that of its first piece, its end that of its last.
  fileprivate func figure(_ figure: gust_figure) -> Double? {
    switch figure {
    case GUST_FIGURE_STALLS: Double(stallCount)
    case GUST_FIGURE_STALLED_MS: stalledTime.milliseconds
    case GUST_FIGURE_HEARD_MS: heardTime.milliseconds
    case GUST_FIGURE_LENGTH_MS, GUST_FIGURE_BYTES: nil
    case GUST_FIGURE_STOP_MS: lastReport?.figure(figure)
    default: firstReport?.figure(figure)
    }
  }
}
