import AudioTypes
import FileOutput
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
  let makeTransfer: @Sendable () throws(PlaybackError) -> any AudioSupply
  /// Keeps the request back, but not its connection, until sound is certain: nothing is billed that could not be heard.
  let hold: RequestHold
  let savePath: String?
  /// Whether `makeTransfer` may keep its thread: it opens a file, or asks the host for a key.
  let mayBlock: Bool
  /// What it says; nil where only the service or the host knows.
  var text: String?

  private var http: HTTPClient { player.http }
  var audio: AudioThread? { player.audio }
  private var relay: EventRelay { player.relay }
  private var gate: FetchGate { player.gate }

  /// Runs to the end. Cancelling the task gives up the transfer, not the report.
  func run(announce: @escaping @Sendable (UtteranceEvent) -> Void) async -> UtteranceReport {
    // Those who watch are of no more use, and go.
    defer { http.wake() }
    guard let log = player.configuration.log.map({ ProgressLog($0, id, progress, audio?.status) }) else {
      return await deliver(announce)
    }
    if audio != nil {
      relay.watch { [progress] isLast in
        log.look()
        return isLast || progress.live.isOver.load(ordering: .acquiring)
      }
    }
    let report = await deliver {
      log.note($0)
      announce($0)
    }
    log.note(report)
    return report
  }

  private func deliver(_ announce: @escaping @Sendable (UtteranceEvent) -> Void) async -> UtteranceReport {
    defer {
      gate.leave(id)
      progress.live.isOver.store(true, ordering: .releasing)
      progress.received.fire()
    }
    let transfer: (any AudioSupply)?
    do throws(PlaybackError) {
      transfer = try await makeTransferInTurn()
    } catch {
      audio?.post(.withdraw(id))
      return report(.failed(error), nil, Transfer.Record())
    }
    let announcer = ProgressAnnouncer(progress, announce)
    var (end, record) = await fetch(transfer, announcer, announce)
    if case .complete = end { progress.live.isComplete.store(true, ordering: .releasing) }
    progress.received.fire()
    if !hold.isReleased, let failure = audio?.status.failure.load() {
      return await unheard(failure.error, transfer, end, record)
    }
    if case .failed = end { audio?.post(.withdraw(id)) }
    let playout = await playoutEnd()
    if audio != nil { announcer.announceChanges() }  // It may have ended before the relay came to look.
    end = transfer?.reconsider(end, &record) ?? end
    gate.leave(id)  // What is left to do is for the disk: the next need not wait for it.
    audio?.remains.clear()
    learn(from: playout, transfer, record)
    let (file, savingError) = await finishSaving(transfer, end)
    let outcome = UtteranceReport.Outcome(
      end, playout, savingError: savingError ?? record.savingError, hasBytes: progress.timeline[.firstByte] != nil)
    var report = report(outcome, transfer, record)
    report.savedFile = file
    return report
  }

  /// Waits for the turn of the utterance; nil when it is over before, because it was stopped or the sink has failed: then
  /// nothing is sent any more.
  private func makeTransferInTurn() async throws(PlaybackError) -> (any AudioSupply)? {
    guard audio != nil || savePath != nil else { throw .noDestination }
    // Nothing is billed that the player will not live to play.
    guard !isClosing else { throw .shutDown }
    if let failure = audio?.status.failure.load() { throw failure.error }
    guard await gate.enter(id) else { return nil }
    let reader = try await pipeReader()
    guard progress.end.load() == nil, !Task.isCancelled else { return nil }
    return try withExtendedLifetime(reader) { () throws(PlaybackError) in try makeTransfer() }
  }

  /// Who reads the pipe that is saved to, as soon as somebody does; nil where it is no pipe, or need not be opened any more.
  private func pipeReader() async throws(PlaybackError) -> PipeReader? {
    guard let savePath, savePath != "-" else { return nil }
    let reader = await PipeReader.wait(at: savePath) { progress.end.load() == nil && !isClosing }
    guard reader != nil || !isClosing else { throw .shutDown }
    return reader
  }

  private var isClosing: Bool { player.isShuttingDown.load(ordering: .acquiring) || relay.isClosed }

  /// It was kept back, and is given up, because nothing can be heard.
  private func unheard(
    _ error: PlaybackError, _ transfer: (any AudioSupply)?, _ end: Transfer.End, _ record: Transfer.Record
  ) async -> UtteranceReport {
    audio?.post(.withdraw(id))
    var report = report(.failed(error), nil, record)
    // Of a text nothing has come, which takes the file away; a download was not kept back.
    report.savedFile = await finishSaving(transfer, end).file
    return report
  }

  /// Remembers how the stream came, for the start of the next.
  private func learn(from playout: PlayoutEnd?, _ transfer: (any AudioSupply)?, _ record: Transfer.Record) {
    guard case .played = playout?.cause, let encoding = transfer?.liveEncoding, let trace = playout?.arrivals,
      let service = player.configuration.service,
      record.recovery == nil  // What was waited for in a recovery says nothing about the next stream.
    else { return }
    player.arrivals.learn(trace, service.endpoint, encoding)
  }

  /// Waits until the file holds what came, where there is one.
  private func finishSaving(
    _ transfer: (any AudioSupply)?, _ end: Transfer.End
  ) async -> (file: SavedFile?, error: PlaybackError?) {
    do {
      let count = try await transfer?.finishSaving(end)
      return (count.flatMap { count in savePath.map { SavedFile(path: $0, byteCount: count) } }, nil)
    } catch {
      return (nil, .file(error))
    }
  }

  /// Runs the transfer, if there is one, and gives it up once nobody is left to play it.
  private func fetch(
    _ transfer: (any AudioSupply)?, _ announcer: ProgressAnnouncer,
    _ announce: @escaping @Sendable (UtteranceEvent) -> Void
  ) async -> (Transfer.End, Transfer.Record) {
    guard let transfer else { return (.failed(.network(.cancelled)), Transfer.Record()) }
    progress.live.isFetched.store(true, ordering: .releasing)
    announce(.connecting)
    let task = Task.immediate { await transfer.run(announce: announce) }
    player.arrivals.loadSoon()
    relay.watch { isLast in
      if let audio {
        if audio.status.isReady.load(ordering: .acquiring), audio.status.failure.load() == nil { hold.release() }
        announcer.announceChanges()
      }
      let isOver = audio?.playsNoMore(of: progress) ?? progress.live.isOver.load(ordering: .acquiring)
      guard isLast || isOver else { return false }
      task.cancel()
      return true
    }
    http.wake()  // It may be over already.
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
}
