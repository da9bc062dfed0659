package import AudioTypes
import Synchronization

/// When the listener had the sound of a player stand still. Any thread.
package final class PauseLog: Sendable {
  private struct State {
    /// Since when it stands still; nil while it does not.
    var pausedAt: MonotonicInstant?
    var pauses: [Range<MonotonicInstant>] = []
  }

  private let state = Mutex(State())

  private static let capacity = 64

  /// - Parameter tell: tells whoever lets it stand still. Under the lock: what is told last is what is noted last.
  func notePause(_ now: MonotonicInstant, _ tell: () -> Void = {}) {
    state.withLock { state in
      state.pausedAt = state.pausedAt ?? now
      tell()
    }
  }

  /// - Parameter tell: as with `notePause`.
  func noteResume(_ now: MonotonicInstant, _ tell: () -> Void = {}) {
    state.withLock { state in
      tell()
      guard let start = state.pausedAt.take(), start < now else { return }
      state.pauses.append(start..<now)
      if state.pauses.count > Self.capacity { state.pauses.removeFirst() }
    }
  }

  package var isPaused: Bool { state.withLock { $0.pausedAt != nil } }

  /// For how long it stood still between the two.
  package func standstill(from start: MonotonicInstant, to end: MonotonicInstant) -> Duration {
    var (pauses, pausedAt) = state.withLock { ($0.pauses, $0.pausedAt) }
    if let pausedAt, pausedAt < end { pauses.append(pausedAt..<end) }
    return pauses.reduce(.zero) { sum, pause in
      sum + max(.zero, max(start, pause.lowerBound).duration(to: min(end, pause.upperBound)))
    }
  }
}
