import AudioTypes
import Seaming
import SpeechAPI
import Synchronization

/// Tells what the audio thread notes of one utterance, and what is announced of it. It looks at what the thread has stored, on
/// the network thread (`EventRelay`): the audio thread knows nothing of it.
final class ProgressLog: Sendable {
  private let log: PlayerLog
  private let id: UtteranceID
  private let progress: UtteranceProgress
  private let sink: SinkStatus?
  private let told = Mutex((device: String?.none, marks: Set<TimelineMark>(), hasBuffer: false))

  init(_ log: PlayerLog, _ id: UtteranceID, _ progress: UtteranceProgress, _ sink: SinkStatus?) {
    self.log = log
    self.id = id
    self.progress = progress
    self.sink = sink
  }

  /// Tells what is new.
  func look() {
    let news = told.withLock { told in
      var news: [(MonotonicInstant, String)] = []
      if let device = sink?.deviceName.withLock({ $0 }), device != told.device {
        told.device = device
        news.append((.now, "sound: stream open on \(device.visibleOnOneLine)"))
      }
      if !told.hasBuffer, let buffer = progress.buffer.snapshot {
        told.hasBuffer = true
        news.append((.now, "sound: \(buffer.words)"))
      }
      for (mark, words) in Self.words where !told.marks.contains(mark) {
        guard let instant = progress.timeline[mark] else { continue }
        told.marks.insert(mark)
        news.append((instant, mark == .firstWrite ? "\(words): \(startDecision)" : words))
      }
      return news
    }
    for (instant, text) in news { log.note(text, at: instant, id) }
  }

  /// Tells an event.
  func note(_ event: UtteranceEvent) {
    guard let text = event.words else { return }
    log.note(text, id)
  }

  /// Tells how it ended.
  func note(_ report: UtteranceReport) {
    look()
    if let seam = report.recovery?.seam {
      log.note(
        "seam at \(seam.position.forLog): lag \(seam.lag.forLog), missing \(seam.missing.forLog)",
        id)
    }
    log.note("end: \(report.words)", id)
  }

  private var startDecision: String {
    let inHand = Duration.nanoseconds(Int64(clamping: progress.decodedNanoseconds.load(ordering: .relaxed)))
    guard let decoded = progress.timeline[.firstAudioDecoded], let written = progress.timeline[.firstWrite] else {
      return "\(inHand.forLog) in hand"
    }
    return "\(inHand.forLog) decoded, \(max(.zero, decoded.duration(to: written)).forLog) held back"
  }

  /// Those of the connection and of the head are told as they come (`ExchangeLog`).
  private static let words: [(TimelineMark, String)] = [
    (.firstByte, "first byte of audio"), (.firstAudioDecoded, "first frame decoded"),
    (.firstAudibleDecoded, "first audible frame decoded"), (.firstWrite, "start"),
    (.firstAudible, "first audible frame at the sink"), (.lastByte, "last byte"),
    (.lastAudible, "last frame at the sink"),
  ]
}

extension GrantedBuffer {
  fileprivate var words: String {
    let latency = sinkLatency.map { ", sink latency \($0.forLog)" } ?? ""
    return
      "buffer of \(targetLength.forLog) granted, asked for \(minimumRequest.forLog) at a time\(latency)"
  }
}

extension UtteranceEvent {
  /// Nil for what the marks and the report say.
  fileprivate var words: String? {
    switch self {
    case .retrying(let notice): "retry \(notice.number) in \(notice.delay.forLog): \(notice.reason.message)"
    case .waiting(let job): "job \(job.id): \(job.status.word)"
    case .recovering(let reason): "broke off: \(reason.message)"
    case .recovered(let recovery):
      "recovered: \(recovery.method?.rawValue ?? "nothing") joined after \(recovery.waited.forLog)"
    case .stalled: "stall"
    case .resumed: "goes on"
    case .soundLost(let cause): "sound lost: \(cause.message)"
    case .soundBack(let recovery): "sound is back after \(recovery.duration.forLog)"
    case .connecting, .firstByte, .started, .finished: nil
    }
  }
}

extension UtteranceReport {
  fileprivate var words: String {
    let end =
      switch outcome {
      case .finished: "finished"
      case .stopped: "stopped"
      case .truncated(let error): "truncated: \(error.message)"
      case .failed(let error): "failed: \(error.message)"
      }
    return
      "\(end); \(bytesReceived.rawValue) bytes, \(heardTime.forLog) heard, \(stallCount) stalls, ring at most \(ringHighWater.rawValue) bytes"
  }
}
