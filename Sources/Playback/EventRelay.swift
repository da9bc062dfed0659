import Synchronization

/// Carries what the audio thread has noted to those who wait for it, on a thread that may lock and allocate.
///
/// The audio thread only stores atomics and calls a lock-free wake-up; `relay()` then runs on the woken thread and lets every
/// watcher look at what has changed.
final class EventRelay: Sendable {
  /// Looks at what it watches; true when it needs no further look.
  typealias Watcher = @Sendable () -> Bool

  private let watchers = Mutex<[Watcher]>([])

  /// Adds a watcher. The caller then causes one `relay()`, for what had changed before.
  func watch(_ watcher: @escaping Watcher) {
    watchers.withLock { $0.append(watcher) }
  }

  /// Lets every watcher look. One thread at a time.
  func relay() {
    let current = watchers.withLock { watchers in
      defer { watchers = [] }
      return watchers
    }
    let remaining = current.filter { !$0() }
    watchers.withLock { $0.insert(contentsOf: remaining, at: 0) }
  }
}
