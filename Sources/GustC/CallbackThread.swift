import Glibc
import Gust
import Platform

/// The one thread on which a player's events reach the host's callback, one at a time.
final class CallbackThread: Sendable {
  private struct State {
    /// Those with events to be handed over, in turns.
    var waiting: [HostedUtterance] = []
    /// Whose event the callback has just now.
    var current: HostedUtterance?
    var isEnded = false
    var thread: pthread_t?

    /// Whether this is that thread.
    var isOwn: Bool { thread.map { pthread_equal($0, pthread_self()) != 0 } ?? false }
  }

  private let state = Monitor(State())
  private let thread: SystemThread

  init(_ callback: EventCallback) throws(Failure) {
    do {
      thread = try SystemThread(name: "gust-events") { [state] in Self.run(state, callback) }
    } catch {
      throw Failure(PlaybackError.system(errno: error.code))
    }
  }

  /// Says that `utterance` has events.
  func announce(_ utterance: HostedUtterance) {
    state.withLock { state in
      guard !state.isEnded, !state.waiting.contains(where: { $0 === utterance }) else { return }
      state.waiting.append(utterance)
    }
  }

  /// Waits until the callback is not running for `utterance`, which has no events any more; on the thread itself it does
  /// not wait.
  func forget(_ utterance: HostedUtterance) {
    state.withLock { $0.waiting.removeAll { $0 === utterance } }
    _ = state.wait(nil) { $0.current !== utterance || $0.isOwn ? true : nil }
  }

  /// No callback runs or will run once this has returned; on the thread itself, the one that runs is the last.
  func end() {
    state.withLock { state in
      state.waiting = []
      state.isEnded = true
    }
    thread.join()
  }

  private static func run(_ state: Monitor<State>, _ callback: EventCallback) {
    state.withLock { $0.thread = pthread_self() }
    while let utterance = next(state) {
      guard case .event(let event) = utterance.takeEvent(.zero) else { continue }
      callback(utterance.handle, event)
    }
  }

  /// Waits for an utterance with events, which becomes the current one; nil when the thread is to end.
  private static func next(_ state: Monitor<State>) -> HostedUtterance? {
    if let last = state.read({ $0.current }), last.hasEvents {
      state.withLock { state in
        // Behind the others.
        if !state.waiting.contains(where: { $0 === last }) { state.waiting.append(last) }
      }
    }
    state.withLock { $0.current = nil }
    return state.wait(nil) { state -> HostedUtterance?? in
      if state.isEnded { return .some(nil) }
      guard !state.waiting.isEmpty else { return nil }
      state.current = state.waiting.removeFirst()
      return state.current
    } ?? nil
  }
}
