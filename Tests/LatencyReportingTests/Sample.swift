import AudioTypes
import HTTPStreaming
import Seaming
import TextSegmentation

@testable import Narration
@testable import Playback

/// Reports as tests want them.
enum Sample {
  /// Milliseconds after the command.
  static let warm: [TimelineMark: Double] = [
    .command: 0, .requestSent: 2, .responseHeaders: 150, .firstByte: 152.5, .firstAudioDecoded: 172,
    .firstAudibleDecoded: 172.5, .firstWrite: 172.75, .firstAudible: 173, .lastByte: 900, .lastAudible: 1700,
  ]

  static let cold = warm.merging([.dnsDone: 0.5, .connected: 0.8, .tlsDone: 1.9]) { $1 }

  static func instant(_ milliseconds: Double) -> MonotonicInstant {
    MonotonicInstant(nanoseconds: 1_000_000_000 + UInt64(milliseconds * 1e6))
  }

  static func report(_ milliseconds: [TimelineMark: Double] = warm) -> UtteranceReport {
    let timeline = LatencyTimeline()
    for (mark, value) in milliseconds { timeline.set(mark, instant(value)) }
    return UtteranceReport(outcome: .finished, marks: timeline.snapshot)
  }

  static func seam(_ basis: Seam.Basis) -> Seam {
    Seam(
      basis: basis, position: .milliseconds(1250), lag: .microseconds(-1200), correlation: 0.968,
      crossfade: .milliseconds(4), missing: .zero)
  }

  /// A report in which everything is there.
  static var full: UtteranceReport {
    var report = report(cold)
    report.outcome = .truncated(.network(.cutShort))
    report.encoding = .mp3
    report.format = .speech
    report.bytesReceived = ByteCount(12_345)
    report.audioLength = .milliseconds(1500)
    report.arrivalRate = 2.04
    report.framesWritten = FrameCount(36_000)
    report.framesHeard = FrameCount(36_000)
    report.stallCount = 2
    report.stalledTime = .milliseconds(70)
    report.longestStall = .milliseconds(40)
    report.stalls = [
      Stall(start: instant(500), duration: .milliseconds(40)), Stall(start: instant(900), duration: .milliseconds(30)),
    ]
    report.soundRecoveryCount = 1
    report.soundRecoveries = [
      SoundRecovery(cause: .serverLost, start: instant(1000), duration: .milliseconds(350), isMended: true)
    ]
    report.stopLatency = .milliseconds(12)
    report.buffer = GrantedBuffer(
      targetLength: .milliseconds(200), minimumRequest: .milliseconds(99), sinkLatency: .milliseconds(1))
    report.ringHighWater = ByteCount(4321)
    report.retries = [RetryNotice(reason: .network(.connectTimeout), delay: .seconds(1), number: 1)]
    report.recovery = Recovery(cause: .network(.cutShort), brokeOffAt: ByteCount(6789))
    report.recovery?.noteRest(.samples, after: .milliseconds(20))
    report.recovery?.seam = seam(.correlation)
    report.recovery?.failure = .historyDiffers
    report.historyItemID = "hist_1"
    report.apiKeyID = "key_1"
    report.isConnectionReused = true
    report.httpVersion = .http2
    report.savedFile = SavedFile(path: "speech.mp3", byteCount: ByteCount(12_345))
    return report
  }

  /// A report of many utterances in which everything is there.
  static var fullNarration: NarrationReport {
    let failure = PieceFailure(
      piece: 1, text: TextPiece(text: "Hello.", sourceRange: 10..<16), reason: .network(.cutShort), isCutShort: true)
    var report = NarrationReport()
    report.outcome = .failed(failure)
    report.failures = [failure]
    report.position = NarrationPosition(piece: 1, time: .milliseconds(250), characters: 14)
    report.firstReport = full
    report.lastReport = full
    return report
  }
}
