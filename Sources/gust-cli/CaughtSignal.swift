import Platform
import Synchronization

/// What a signal does: end the program at once, or, while something sounds, silence that first.
final class CaughtSignal: Sendable {
  private struct State {
    var signal: TerminationSignal?
    var stop: (@Sendable () async -> Void)?
  }

  private let state = Mutex(State())

  /// The first signal that came; nil while there was none.
  var signal: TerminationSignal? { state.withLock { $0.signal } }

  /// From now on the first signal runs `stop`, and the program goes on to end itself. A second one ends it at once.
  func stopInstead(_ stop: @escaping @Sendable () async -> Void) {
    let isLate = state.withLock { state in
      state.stop = stop
      return state.signal != nil
    }
    if isLate { Task { await stop() } }
  }

  /// Called on the main thread.
  func take(_ signal: TerminationSignal) {
    let stop = state.withLock { state in
      defer { state.signal = state.signal ?? signal }
      return state.signal == nil ? state.stop : nil
    }
    guard let stop else { signal.endProgram() }
    Task(priority: .high) { await stop() }
    // A file or a pipe that takes no bytes must not keep a program that was told to end.
    Task {
      try? await Task.sleep(for: .seconds(1))
      signal.endProgram()
    }
  }
}
