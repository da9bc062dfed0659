import AudioTypes
import HTTPStreaming
import Prebuffering
import SpeechAPI
import Synchronization

/// One utterance from command to report: makes sure that it can be heard, fetches it, waits until it has been played and
/// saved, and says what became of it.
struct Delivery: Sendable {
  let id: UtteranceID
  let progress: UtteranceProgress
  /// Both threads run as long as it lives.
  let player: Player
  /// Makes the transfer; opening the file it saves to may fail.
  let makeTransfer: @Sendable () throws(PlaybackError) -> Transfer
  /// Keeps the request back, but not its connection, until sound is certain: nothing is billed that could not be heard.
  let hold: RequestHold
  let savePath: String?

  private var http: HTTPClient { player.http }
  var audio: AudioThread? { player.audio }
  private var relay: EventRelay { player.relay }
  private var gate: FetchGate { player.gate }

  /// Runs to the end. Cancelling the task gives up the transfer, not the report.
  func run(announce: @escaping @Sendable (UtteranceEvent) -> Void) async -> UtteranceReport {
    defer { gate.leave(id) }
    let transfer: Transfer?
    do throws(PlaybackError) {
      guard audio != nil || savePath != nil else { throw PlaybackError.noDestination }
      guard !relay.isClosed else { throw PlaybackError.shutDown }
      if let failure = audio?.status.failure.load() { throw failure.error }
      // Waiting for its turn it may have been stopped, or the sink have failed: then nothing is sent any more.
      transfer = await gate.enter(id) && progress.end.load() == nil ? try makeTransfer() : nil
    } catch {
      audio?.post(.withdraw(id))
      return report(.failed(error), nil, Transfer.Record())
    }
    var (end, record) = await fetch(transfer, announce)
    if !hold.isReleased, let failure = audio?.status.failure.load() {
      audio?.post(.withdraw(id))
      // Of a text nothing has come, which takes the file away; a download was not kept back.
      let count = try? await transfer?.finishSaving(end)
      var report = report(.failed(failure.error), nil, record)
      report.savedFile = count.flatMap { count in savePath.map { SavedFile(path: $0, byteCount: count) } }
      return report
    }
    if case .failed = end { audio?.post(.withdraw(id)) }
    let playout = await playoutEnd()
    end = transfer?.reconsider(end, &record) ?? end
    gate.leave(id)  // What is left to do is for the disk: the next need not wait for it.
    if case .played = playout?.cause, let encoding = transfer?.liveEncoding, let trace = playout?.arrivals,
      record.recovery == nil  // What was waited for in a recovery says nothing about the next stream.
    {
      player.arrivals.learn(trace, player.configuration.service.endpoint, encoding)
    }
    var savedFile: SavedFile?
    var savingError = record.savingError
    do {
      let count = try await transfer?.finishSaving(end)
      savedFile = count.flatMap { count in savePath.map { SavedFile(path: $0, byteCount: count) } }
    } catch {
      savingError = .file(error)
    }
    let outcome = UtteranceReport.Outcome(
      end, playout, savingError: savingError, hasBytes: progress.timeline[.firstByte] != nil)
    var report = report(outcome, transfer, record)
    report.savedFile = savedFile
    return report
  }

  /// Runs the transfer, if there is one, and gives it up once nobody is left to play it.
  private func fetch(
    _ transfer: Transfer?, _ announce: @escaping @Sendable (UtteranceEvent) -> Void
  ) async -> (Transfer.End, Transfer.Record) {
    guard let transfer else { return (.failed(.network(.cancelled)), Transfer.Record()) }
    let task = Task.immediate { await transfer.run(announce: announce) }
    player.arrivals.loadSoon()
    let announcer = ProgressAnnouncer(progress, announce)
    if let audio {
      relay.watch { _ in
        if audio.status.isReady.load(ordering: .acquiring), audio.status.failure.load() == nil { hold.release() }
        announcer.announceChanges()
        guard progress.end.load() != nil || audio.status.failure.load() != nil else { return false }
        task.cancel()
        return true
      }
      http.wake()  // It may be over already.
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
    let closed = PlayoutEnd(.failed(.shutDown), framesHeard: .zero)
    return await relay.wait(waking: http, whenClosed: closed) {
      // Without a sink no utterance can go on, whether or not the audio thread has come to say so.
      progress.end.load() ?? audio.status.failure.load().map { PlayoutEnd(.failed($0.error), framesHeard: .zero) }
    }
  }

  private func report(
    _ outcome: UtteranceReport.Outcome, _ transfer: Transfer?, _ record: Transfer.Record
  ) -> UtteranceReport {
    let reply = transfer?.reply
    var report = UtteranceReport(outcome: outcome, marks: progress.timeline.snapshot)
    report.encoding = reply?.encoding
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

/// Turns what is noted of one utterance into events. Any thread, one at a time (`EventRelay`).
final class ProgressAnnouncer: Sendable {
  private struct Announced {
    var firstByte = false
    var started = false
    var stalls = 0
    var isStalled = false
    var soundRecoveries = AnnouncedSoundRecoveries()

    /// Takes over what `progress` says now, and returns what that means.
    mutating func update(_ progress: UtteranceProgress) -> [UtteranceEvent] {
      var events: [UtteranceEvent] = []
      if !firstByte, progress.timeline[.firstByte] != nil {
        firstByte = true
        events.append(.firstByte)
      }
      if !started, progress.timeline[.firstWrite] != nil {
        started = true
        events.append(.started)
      }
      let stallsNow = progress.stallCount.load(ordering: .acquiring)
      let isStalledNow = progress.isStalled.load(ordering: .acquiring)
      if isStalled, !isStalledNow || stallsNow > stalls { events.append(.resumed) }
      if stallsNow > stalls { events.append(.stalled) }
      if stallsNow > stalls, !isStalledNow { events.append(.resumed) }
      (stalls, isStalled) = (stallsNow, isStalledNow)
      return events + soundRecoveries.update(progress.soundRecoveries)
    }
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
    let events = announced.withLock { $0.update(progress) }
    events.forEach(announce)
  }
}
