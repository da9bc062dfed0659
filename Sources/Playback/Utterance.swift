import AudioTypes
import Synchronization

/// One text being spoken: follow it, stop it, and have its report. Any thread.
///
/// Following it changes nothing: a task that reads `events`, `levels(every:)` or `progress(every:)`, or waits for the `report`,
/// may be cancelled, as one that belongs to a window that closes, and the voice goes on. A task that is to *be* the voice calls
/// `waitUntilOver(fade:)`: cancelling it is silence.
public final class Utterance: Sendable {
  /// What happens to it, until `.finished`. For one reader, who may come late: 64 wait for him; of more the oldest are dropped
  /// that can happen any number of times, never `.connecting`, `.firstByte`, `.started` and `.finished`. A task that is
  /// cancelled while it reads ends them for good.
  public let events: AsyncStream<UtteranceEvent>
  let id: UtteranceID
  let audio: AudioThread?
  let progress: UtteranceProgress
  /// What it says; nil where only the service or the host knows.
  let text: String?
  private let task: Task<UtteranceReport, Never>
  private let standstill: Standstill

  init(_ delivery: Delivery) {
    let queue = EventQueue<UtteranceEvent>(capacity: 64) { $0.isRepeatable }
    events = queue.stream
    id = delivery.id
    audio = delivery.audio
    progress = delivery.progress
    text = delivery.text
    let standstill = Standstill(delivery.audio)
    self.standstill = standstill
    let run: @Sendable () async -> UtteranceReport = {
      let report = await delivery.run(announce: { queue.append($0) })
      standstill.close()
      queue.append(.finished(report))
      queue.finish()
      return report
    }
    // Begins on the caller's thread, so that the request leaves before another thread has been woken, unless it may block.
    task = delivery.mayBlock ? Task.detached(operation: run) : Task.immediateDetached(operation: run)
  }

  /// What became of it; waits for its end, and does not bring it about: cancelling the task changes nothing.
  public var report: UtteranceReport {
    get async { await task.value }
  }

  /// Waits for its end, and silences it when the task is cancelled: over `fade`, and the transfer is given up.
  ///
  ///     let speech = Task { await player.speak(request).waitUntilOver() }
  ///     speech.cancel()
  ///
  /// - Parameter fade: how long the silencing takes, should it come to that.
  /// - Returns: what became of it; of one that was silenced, once it is silent and nothing of it is under way any more,
  ///   with the outcome `.stopped`.
  @discardableResult
  public func waitUntilOver(fade: Duration = .milliseconds(10)) async -> UtteranceReport {
    await withTaskCancellationHandler {
      await task.value
    } onCancel: {
      requestStop(fade: fade)
    }
  }

  /// Silences it over `fade`, gives up the transfer, and returns when it is silent. Does nothing once it is over.
  @discardableResult
  public func stop(fade: Duration = .milliseconds(10)) async -> UtteranceReport {
    requestStop(fade: fade)
    return await task.value
  }

  /// Asks for what `stop` does, and does not wait for it.
  public func requestStop(fade: Duration = .milliseconds(10)) {
    progress.noteStopRequest(.now)
    audio?.post(.stop(id, fade: fade))
    task.cancel()
  }

  /// Lets the sound stand still where it is, as long as this is not over: what follows it in the player waits, too, and so does
  /// what is before it. The network goes on until its ring is full.
  public func pause() { standstill.begin() }

  /// Goes on where `pause` let the sound stand still.
  public func resume() { standstill.end() }

  /// Returns when all of its audio has come, or none will come any more: from then on it takes nothing of the service.
  package func received() async { await progress.received.wait() }
}

extension UtteranceEvent {
  /// It may happen any number of times, and the next says as much.
  fileprivate var isRepeatable: Bool {
    switch self {
    case .retrying, .waiting, .recovering, .recovered, .stalled, .resumed, .soundLost, .soundBack: true
    case .connecting, .firstByte, .started, .finished: false
    }
  }
}
