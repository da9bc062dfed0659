import AudioTypes
import HTTPStreaming
import SpeechAPI
import Synchronization

/// One utterance from command to report: makes sure that it can be heard, fetches it, waits until it has been played and
/// saved, and says what became of it.
struct Delivery: Sendable {
  let id: UtteranceID
  let progress: UtteranceProgress
  let http: HTTPClient
  let audio: AudioThread?
  let relay: EventRelay
  /// Makes the transfer once sound is certain; opening the file it saves to may fail.
  let makeTransfer: @Sendable () throws(PlaybackError) -> Transfer
  /// Waits until sound is certain.
  let prepare: @Sendable () async throws(PlaybackError) -> Void
  let savePath: String?

  /// Runs to the end. Cancelling the task gives up the transfer, not the report.
  func run(announce: @escaping @Sendable (UtteranceEvent) -> Void) async -> UtteranceReport {
    let transfer: Transfer
    do {
      try await prepare()
      transfer = try makeTransfer()
    } catch {
      audio?.post(.withdraw(id))
      return report(.failed(error), nil, Transfer.Record())
    }
    let (end, record) = await fetch(transfer, announce)
    if case .failed = end { audio?.post(.withdraw(id)) }
    let playout = await playoutEnd()
    let saving: Result<SavedFile?, PlaybackError>
    do {
      let count = try await transfer.finishSaving()
      saving = .success(count.flatMap { count in savePath.map { SavedFile(path: $0, byteCount: count) } })
    } catch {
      saving = .failure(.file(error))
    }
    var report = report(outcome(end, playout, saving), transfer, record)
    report.savedFile = try? saving.get()
    return report
  }

  /// Runs the transfer, and gives it up once nobody is left to play it.
  private func fetch(
    _ transfer: Transfer, _ announce: @escaping @Sendable (UtteranceEvent) -> Void
  ) async -> (Transfer.End, Transfer.Record) {
    let task = Task { await transfer.run(announce: announce) }
    let announcer = ProgressAnnouncer(progress, announce)
    if audio != nil {
      relay.watch {
        announcer.announceChanges()
        guard progress.end.load() != nil else { return false }
        task.cancel()
        return true
      }
    }
    return await withTaskCancellationHandler {
      await task.value
    } onCancel: {
      task.cancel()
    }
  }

  /// Waits until the audio thread is done with the utterance; nil when there is no sound.
  private func playoutEnd() async -> PlayoutEnd? {
    guard let audio else { return nil }
    let progress = progress
    return await relay.wait(waking: http) {
      // A thread that has failed takes up no further utterances, and says nothing of them.
      progress.end.load() ?? audio.status.failure.load().map { PlayoutEnd(.failed($0.error), framesHeard: .zero) }
    }
  }

  private func outcome(
    _ end: Transfer.End, _ playout: PlayoutEnd?, _ saving: Result<SavedFile?, PlaybackError>
  ) -> UtteranceReport.Outcome {
    switch (playout?.cause, end) {
    case (.stopped, _), (_, .failed(.network(.cancelled))), (nil, .cut(.network(.cancelled))):
      return .stopped
    case (.failed(let error), _), (_, .failed(let error)):
      return .failed(error)
    case (_, .cut(let error)):
      guard progress.timeline[.firstByte] != nil else { return .failed(error) }
      if case .failure(let savingError) = saving { return .failed(savingError) }
      return .truncated(error)
    case (.played(isCutShort: true), .complete):
      return .truncated(.truncated)
    case (_, .complete):
      if case .failure(let error) = saving { return .failed(error) }
      let isEmpty = playout.map { $0.framesHeard == .zero } ?? (progress.timeline[.firstByte] == nil)
      return isEmpty ? .failed(.noAudio) : .finished
    }
  }

  private func report(
    _ outcome: UtteranceReport.Outcome, _ transfer: Transfer?, _ record: Transfer.Record
  ) -> UtteranceReport {
    let reply = transfer?.reply
    var report = UtteranceReport(outcome: outcome, marks: progress.timeline.snapshot)
    report.encoding = reply?.encoding
    report.historyItemID = reply?.historyItemID
    report.apiKeyID = reply?.apiKeyID
    report.bytesReceived = record.bytesReceived
    report.retries = record.retries
    report.isConnectionReused = record.isConnectionReused
    report.httpVersion = record.httpVersion
    report.format = progress.format
    report.framesWritten = FrameCount(progress.framesWritten.load(ordering: .acquiring))
    report.framesHeard = progress.end.load()?.framesHeard ?? .zero
    report.stallCount = progress.stallCount.load(ordering: .acquiring)
    report.stalledTime = .nanoseconds(Int64(progress.stalledNanoseconds.load(ordering: .acquiring)))
    report.longestStall = .nanoseconds(Int64(progress.longestStallNanoseconds.load(ordering: .acquiring)))
    report.ringHighWater = ByteCount(progress.ringHighWater.load(ordering: .acquiring))
    return report
  }
}

/// Turns what the audio thread notes of one utterance into events. Runs on the network thread.
final class ProgressAnnouncer: Sendable {
  private struct Announced {
    var firstByte = false
    var started = false
    var stalls = 0
    var isStalled = false
  }

  private let progress: UtteranceProgress
  private let announce: @Sendable (UtteranceEvent) -> Void
  private let announced = Mutex(Announced())

  init(_ progress: UtteranceProgress, _ announce: @escaping @Sendable (UtteranceEvent) -> Void) {
    self.progress = progress
    self.announce = announce
  }

  /// Announces what has changed since the last call.
  func announceChanges() {
    announced.withLock { announced in
      if !announced.firstByte, progress.timeline[.firstByte] != nil {
        announced.firstByte = true
        announce(.firstByte)
      }
      if !announced.started, progress.timeline[.firstWrite] != nil {
        announced.started = true
        announce(.started)
      }
      let stalls = progress.stallCount.load(ordering: .acquiring)
      let isStalled = progress.isStalled.load(ordering: .acquiring)
      if announced.isStalled, !isStalled || stalls > announced.stalls { announce(.resumed) }
      if stalls > announced.stalls { announce(.stalled) }
      if stalls > announced.stalls, !isStalled { announce(.resumed) }
      announced.stalls = stalls
      announced.isStalled = isStalled
    }
  }
}
