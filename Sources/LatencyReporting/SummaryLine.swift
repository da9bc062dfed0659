import AudioTypes
import HTTPStreaming
import Playback
import Seaming

/// One thing that was measured: its name, the figure, and what belongs to it.
struct SummaryLine {
  let name: String
  let figure: String
  let note: String
  /// Whether it is what people look for first, or what went wrong.
  var stands = false

  /// The note goes where the line is too narrow for all of it.
  func text(_ style: TextStyle, width: Int) -> String {
    let figure = style.shown(figure).padded(to: Column.figure, left: true)
    let note = style.shown(note)
    let fits = Column.label + max(Column.figure, figure.count) + 2 + note.count <= width && !note.isEmpty
    let start = name.padded(to: Column.label) + (stands ? style.bold(figure) : figure)
    return fits ? start + "  " + style.dim(note) : start
  }
}

extension UtteranceReport {
  /// What was measured, in the order people ask for it; what does not apply has no line.
  var summary: [SummaryLine] {
    latencies + [stallLine] + [soundFaultLine].compactMap(\.self) + [audioLine]
      + [recoveryLine, arrivalLine, bufferLine, stopLine].compactMap(\.self) + [connectionLine]
  }

  private var latencies: [SummaryLine] {
    func line(_ name: String, _ latency: Duration?, _ note: String, stands: Bool = false) -> SummaryLine {
      SummaryLine(name: name, figure: latency?.inMilliseconds ?? "–", note: note, stands: stands)
    }
    return [
      line("TTFB", marks.timeToFirstByte, "request sent → first byte"),
      line("TTFA, arrival", marks.timeToFirstAudioArrival, "→ first audible frame decoded"),
      line("TTFA, heard", marks.timeToFirstAudioHeard, "→ first audible frame at the sink", stands: true),
      line("start-up overhead", marks.startUpOverhead, "first byte → heard"),
    ]
  }

  private var stallLine: SummaryLine {
    let note = stallCount == 0 ? "" : "\(stalledTime.inMilliseconds) in all, longest \(longestStall.inMilliseconds)"
    return SummaryLine(name: "stalls", figure: "\(stallCount)", note: note, stands: stallCount > 0)
  }

  private var soundFaultLine: SummaryLine? {
    guard soundRecoveryCount > 0 else { return nil }
    let note = soundRecoveries.map { "\($0.cause.words) \($0.duration.inMilliseconds)" }
    return SummaryLine(
      name: "sound faults", figure: "\(soundRecoveryCount)", note: note.joined(separator: ", "), stands: true)
  }

  private var audioLine: SummaryLine {
    let channels = format.map { $0.channelCount == 1 ? "mono" : "\($0.channelCount) channels" }
    let parts = [
      "\(bytesReceived.rawValue.inThousands) bytes", encoding?.name, format.map { "\($0.sampleRate) Hz" }, channels,
    ]
    return SummaryLine(name: "heard", figure: heardTime.inSeconds, note: parts.joined)
  }

  private var arrivalLine: SummaryLine? {
    guard let length = audioLength else { return nil }
    let note = "\(length.inSeconds) came, at most \(ringHighWater.rawValue.inThousands) bytes waited"
    return SummaryLine(name: "arrival", figure: arrivalRate.map { "\($0.withOneDecimal)×" } ?? "at once", note: note)
  }

  private var recoveryLine: SummaryLine? {
    guard let recovery else { return nil }
    let place = "broke off after \(recovery.brokeOffAt.rawValue.inThousands) bytes"
    let seam = recovery.method == .samples ? recovery.seam : nil
    let way = recovery.method.map { "joined \(seam?.words ?? "by \($0.rawValue)")" }
    let count = recovery.attempts == 1 ? nil : "\(recovery.attempts) attempts"
    let hasFailed = recovery.failure != nil
    return SummaryLine(
      name: "recovery", figure: hasFailed ? "failed" : recovery.waited.inMilliseconds,
      note: [place, way, count].joined, stands: hasFailed)
  }

  private var bufferLine: SummaryLine? {
    guard let buffer else { return nil }
    let note = [
      "asks for \(buffer.minimumRequest.inMilliseconds) at a time",
      buffer.sinkLatency.map { "sink \($0.inMilliseconds)" },
    ]
    return SummaryLine(name: "granted buffer", figure: buffer.targetLength.inMilliseconds, note: note.joined)
  }

  private var stopLine: SummaryLine? {
    stopLatency.map { SummaryLine(name: "stop", figure: $0.inMilliseconds, note: "stop → silence at the sink") }
  }

  private var connectionLine: SummaryLine {
    let count = retries.count
    let repeated = count == 0 ? nil : count == 1 ? "1 retry" : "\(count) retries"
    return SummaryLine(
      name: "connection", figure: isConnectionReused ? "warm" : marks[.requestSent] == nil ? "none" : "new",
      note: [httpVersion.map { "HTTP/\($0.rawValue)" }, repeated].joined)
  }
}

extension Seam {
  /// What its place rests on.
  fileprivate var words: String {
    switch basis {
    case .identical: "by samples (identical)"
    case .correlation: "by samples (correlation \(correlation.withTwoDecimals), lag \(lag.inMilliseconds))"
    case .position: "by time alone: both do not sound alike"
    }
  }
}

extension SoundRecovery.Cause {
  fileprivate var words: String {
    switch self {
    case .serverLost: "server lost"
    case .deviceLost: "device lost"
    case .serverSilent: "server silent"
    case .deviceSuspended: "device suspended"
    case .streamStuck: "stream stuck"
    }
  }
}

extension [String?] {
  fileprivate var joined: String { compactMap(\.self).joined(separator: ", ") }
}
