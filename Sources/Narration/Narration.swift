import AudioTypes
public import Playback
public import SpeechAPI
import Synchronization
public import TextSegmentation

/// A text being spoken piece by piece, as one: follow it, pause it, stop it, and have its report. Any thread.
///
/// As with an `Utterance`, cancelling a task that follows it changes nothing, and cancelling one that waits in `waitUntilOver(fade:)` is
/// silence.
public final class Narration: Sendable {
  /// What happens to it, until `.finished`. For one reader, who may come late: 256 wait for him; of more the oldest are
  /// dropped, but never the beginning of the first piece, and `.finished`, whose report has the failures. A task that is
  /// cancelled while it reads ends them for good.
  public let events: AsyncStream<NarrationEvent>
  private let player: Player
  private let standstill: Standstill
  let board: NarrationBoard
  private let task: Task<NarrationReport, Never>

  init(
    _ player: Player, _ pieces: some AsyncSequence<TextPiece, Never> & Sendable, _ template: SpeechRequest,
    _ options: NarrationOptions
  ) {
    let queue = EventQueue<NarrationEvent>(capacity: 256) { !$0.isKept }
    let board = NarrationBoard(player.pauses)
    events = queue.stream
    self.player = player
    let standstill = Standstill(player)
    self.standstill = standstill
    self.board = board
    task = Task.immediateDetached {
      let (signals, sender) = AsyncStream<NarrationSignal>.makeStream()
      let source = PieceSource(pieces, sender)
      defer { source.cancel() }
      var narrator = Narrator(
        player: player, template: template, options: options, board: board, source: source, sender: sender,
        announce: { queue.append($0) })
      let report = await narrator.run(signals)
      standstill.close()
      queue.append(.finished(report))
      queue.finish()
      return report
    }
  }

  /// What became of it; waits for its end, and does not bring it about: cancelling the task changes nothing.
  public var report: NarrationReport {
    get async { await task.value }
  }

  /// Waits for its end, and silences it when the task is cancelled: over `fade`, and what is fetched is given up.
  ///
  /// - Returns: what became of it; of one that was silenced, once it is silent, with the outcome `.stopped`.
  @discardableResult
  public func waitUntilOver(fade: Duration = .milliseconds(10)) async -> NarrationReport {
    await withTaskCancellationHandler {
      await task.value
    } onCancel: {
      requestStop(fade: fade)
    }
  }

  /// How it stands now. Neither waits nor disturbs the sound.
  public var snapshot: NarrationSnapshot { board.snapshot(at: .now) }

  /// Silences it over `fade`, gives up what is fetched, and returns when it is silent. Does nothing once it is over.
  @discardableResult
  public func stop(fade: Duration = .milliseconds(10)) async -> NarrationReport {
    requestStop(fade: fade)
    return await task.value
  }

  /// Asks for what `stop` does, and does not wait for it.
  public func requestStop(fade: Duration = .milliseconds(10)) { board.stop(fade: fade) }

  /// Lets the sound stand still where it is, at once, as long as this is not over. It is the player's sound: what else it
  /// speaks stands still, too.
  public func pause() { standstill.begin() }

  /// Goes on where the sound stood still, whoever let it.
  public func resume() { player.resume() }
}

extension Player {
  /// Speaks pieces of a text, one behind the other without a gap, as they come. Returns at once.
  ///
  /// A piece is taken from `pieces` when it can be asked of the service and not before, so that what is not taken yet may
  /// still grow: the second once the first has begun to come, and so on. Two are with the player at most, and memory does
  /// not grow with the text.
  ///
  /// - Parameters:
  ///   - pieces: the text. Its end is the end of the narration; one that does not end until the task that asks it is
  ///     cancelled may stay behind when the narration is stopped, but is not waited for.
  ///   - template: how to speak; its text is not used.
  public func narrate(
    _ pieces: some AsyncSequence<TextPiece, Never> & Sendable, as template: SpeechRequest,
    options: NarrationOptions = NarrationOptions()
  ) -> Narration {
    Narration(self, pieces, template, options)
  }
}
