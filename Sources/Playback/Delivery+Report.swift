import AudioTypes
import HTTPStreaming
import SpeechAPI
import Synchronization

extension Delivery {
  /// What is known of the utterance once it is over.
  func report(
    _ outcome: UtteranceReport.Outcome, _ transfer: (any AudioSupply)?, _ record: Transfer.Record
  ) -> UtteranceReport {
    let reply = transfer?.reply
    var report = UtteranceReport(outcome: outcome, marks: progress.timeline.snapshot)
    report.encoding = transfer?.encoding
    report.historyItemID = transfer?.historyItemID
    report.suggestedFilename = reply?.filename
    report.apiKeyID = reply?.apiKeyID
    report.bytesReceived = record.bytesReceived
    report.retries = record.retries
    report.recovery = record.recovery
    report.recovery?.seam = progress.seam.snapshot
    report.isConnectionReused = record.timings?.connectionReused ?? false
    report.httpVersion = record.timings?.httpVersion
    report.format = progress.format
    report.framesWritten = FrameCount(progress.framesWritten.load(ordering: .acquiring))
    report.framesHeard = progress.end.load()?.framesHeard ?? .zero
    report.firstFrameHeard = progress.live.firstHeard
    report.stallCount = progress.stallCount.load(ordering: .acquiring)
    report.stalledTime = .nanoseconds(Int64(progress.stalledNanoseconds.load(ordering: .acquiring)))
    report.longestStall = .nanoseconds(Int64(progress.longestStallNanoseconds.load(ordering: .acquiring)))
    report.stalls = progress.stalls.snapshot
    (report.soundRecoveryCount, report.soundRecoveries) = (
      progress.soundRecoveries.count, progress.soundRecoveries.snapshot
    )
    report.buffer = progress.buffer.snapshot
    report.stopLatency = progress.stopLatency
    report.audioLength = progress.audioLength(of: record.bytesReceived)
    report.arrivalRate = progress.arrivalRate(of: record.bytesReceived)
    report.ringHighWater = ByteCount(progress.ringHighWater.load(ordering: .acquiring))
    return report
  }
}
