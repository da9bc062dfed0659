import Synchronization

/// Carries what the audio thread has noted to those who wait for it, on a thread that may lock and allocate.
///
/// The audio thread only stores atomics and calls a lock-free wake-up; `relay()` then runs on the woken thread and lets every
/// watcher look at what has changed.
final class EventRelay: Sendable {
  /// Looks at what it watches; true when it needs no further look.
  typealias Watcher = @Sendable () -> Bool

  private struct State {
    var watchers: [Watcher] = []
    var isClosed = false
  }

  private let state = Mutex(State())

  /// Adds a watcher. The caller then causes one `relay()`, for what had changed before. A watcher that comes after `close()`
  /// looks at once, and never again.
  func watch(_ watcher: @escaping Watcher) {
    let isClosed = state.withLock { state in
      if !state.isClosed { state.watchers.append(watcher) }
      return state.isClosed
    }
    if isClosed { _ = watcher() }
  }

  /// Lets every watcher look. One thread at a time.
  func relay() {
    let current = state.withLock { state in
      defer { state.watchers = [] }
      return state.watchers
    }
    let remaining = current.filter { !$0() }
    state.withLock { $0.watchers.insert(contentsOf: remaining, at: 0) }
  }

  /// Lets every watcher look once more, after the last `relay()` of another thread: nothing will change any more.
  func close() {
    state.withLock { $0.isClosed = true }
    relay()
  }
}
