import AudioTypes

/// One text being spoken: follow it, stop it, and have its report.
public final class Utterance: Sendable {
  /// What happens to it, until `.finished`. For one reader; those who come late miss the oldest of what they did not read.
  public let events: AsyncStream<UtteranceEvent>
  let id: UtteranceID
  private let audio: AudioThread?
  private let progress: UtteranceProgress
  private let task: Task<UtteranceReport, Never>

  init(_ delivery: Delivery) {
    let (events, continuation) = AsyncStream<UtteranceEvent>.makeStream(bufferingPolicy: .bufferingNewest(64))
    self.events = events
    id = delivery.id
    audio = delivery.audio
    progress = delivery.progress
    let run: @Sendable () async -> UtteranceReport = {
      let report = await delivery.run(announce: { continuation.yield($0) })
      continuation.yield(.finished(report))
      continuation.finish()
      return report
    }
    // Begins on the caller's thread, so that the request leaves before another thread has been woken; but opening a file
    // may block.
    task = delivery.savePath == nil ? Task.immediateDetached(operation: run) : Task.detached(operation: run)
  }

  /// What became of it; waits for its end.
  public var report: UtteranceReport {
    get async { await task.value }
  }

  /// Silences it over `fade`, gives up the transfer, and returns when it is silent. Does nothing once it is over.
  @discardableResult
  public func stop(fade: Duration = .milliseconds(10)) async -> UtteranceReport {
    progress.noteStopRequest(.now)
    audio?.post(.stop(id, fade: fade))
    task.cancel()
    return await task.value
  }
}
