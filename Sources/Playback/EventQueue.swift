import Synchronization

/// Events on their way to one reader, who may be slow: what may happen any number of times is dropped then, the oldest first,
/// and the rest is not. Should several wait all the same, each event is for the one who has waited longest.
package final class EventQueue<Event: Sendable>: Sendable {
  private struct State {
    var events: EventBuffer<Event>
    var isFinished = false
    /// Nobody reads any more.
    var isAbandoned = false
    var readers: [CheckedContinuation<Event?, Never>] = []
  }

  private let state: Mutex<State>

  /// - Parameters:
  ///   - capacity: how many wait at most, as long as there is one among them that may be dropped.
  ///   - mayDrop: whether a reader can do without the event.
  package init(capacity: Int, mayDrop: @escaping @Sendable (Event) -> Bool) {
    state = Mutex(State(events: EventBuffer(capacity: capacity, mayDrop: mayDrop)))
  }

  /// What is read. Cancelling the task that reads it ends it for good.
  package var stream: AsyncStream<Event> {
    AsyncStream(unfolding: { await self.next() }, onCancel: { self.abandon() })
  }

  /// How many wait for the next.
  var waitingCount: Int { state.withLock { $0.readers.count } }

  /// Any thread.
  package func append(_ event: Event) {
    let reader = state.withLock { state -> CheckedContinuation<Event?, Never>? in
      guard !state.isFinished, !state.isAbandoned else { return nil }
      guard state.readers.isEmpty else { return state.readers.removeFirst() }
      state.events.append(event)
      return nil
    }
    reader?.resume(returning: event)
  }

  /// No more will come.
  package func finish() {
    end { $0.isFinished = true }
  }

  private func abandon() {
    end { state in
      state.isAbandoned = true
      state.events.removeAll()
    }
  }

  private func end(_ change: (inout State) -> Void) {
    let readers = state.withLock { state in
      change(&state)
      defer { state.readers = [] }
      return state.readers
    }
    for reader in readers { reader.resume(returning: nil) }
  }

  private func next() async -> Event? {
    await withCheckedContinuation { continuation in
      let answer = state.withLock { state -> Event?? in
        if let event = state.events.popFirst() { return .some(event) }
        if state.isFinished || state.isAbandoned { return .some(nil) }
        state.readers.append(continuation)
        return nil
      }
      if let answer { continuation.resume(returning: answer) }
    }
  }
}
