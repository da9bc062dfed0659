import Synchronization

/// Carries what the audio thread has noted to those who wait for it, on a thread that may lock and allocate.
///
/// The audio thread only stores atomics and calls a lock-free wake-up; `relay()` then runs on the woken thread and lets every
/// watcher look at what has changed.
final class EventRelay: Sendable {
  /// Looks at what it watches; true when it needs no further look. It is told whether this look is its last in any case.
  typealias Watcher = @Sendable (_ isLast: Bool) -> Bool

  private struct State {
    var watchers: [Watcher] = []
    var isClosed = false
  }

  private let state = Mutex(State())

  /// No more news will come.
  var isClosed: Bool { state.withLock(\.isClosed) }

  /// Adds a watcher. The caller then causes one `relay()`, for what had changed before.
  func watch(_ watcher: @escaping Watcher) {
    let isClosed = state.withLock { state in
      state.watchers.append(watcher)
      return state.isClosed
    }
    if isClosed { relay() }
  }

  /// Lets every watcher look. Any thread.
  func relay() {
    let (current, isLast) = state.withLock { state in
      defer { state.watchers = [] }
      return (state.watchers, state.isClosed)
    }
    let remaining = current.filter { !$0(isLast) }
    guard !isLast else { return }
    let hasClosed = state.withLock { state in
      state.watchers.insert(contentsOf: remaining, at: 0)
      return state.isClosed
    }
    if hasClosed { relay() }
  }

  /// Lets every watcher, and all that are still to come, look one last time: those who bring news are about to be gone.
  func close() {
    state.withLock { $0.isClosed = true }
    relay()
  }
}
