import Synchronization

/// Lets the utterances of a player be fetched in the order they were asked for, and only as many at a time as are needed to
/// follow one another without a gap: plans admit few generations at once, and each one is billed.
final class FetchGate: Sendable {
  private struct State {
    /// Utterances that are not over, in order.
    var active: [UtteranceID] = []
    var waiting: [UtteranceID: CheckedContinuation<Bool, Never>] = [:]

    mutating func takeAdmitted(_ depth: Int) -> [CheckedContinuation<Bool, Never>] {
      active.prefix(depth).compactMap { waiting.removeValue(forKey: $0) }
    }
  }

  /// The one that plays, and the one to follow it.
  private static let depth = 2
  private let state = Mutex(State())

  /// Takes a place behind those that came before. `leave` must follow.
  func register(_ id: UtteranceID) {
    state.withLock { $0.active.append(id) }
  }

  /// Waits for the turn of `id`. Returns false when the task is cancelled before.
  func enter(_ id: UtteranceID) async -> Bool {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let admitted = state.withLock { state in
          state.waiting[id] = continuation
          return Task.isCancelled ? [] : state.takeAdmitted(Self.depth)
        }
        for continuation in admitted { continuation.resume(returning: true) }
        if Task.isCancelled { giveUp(id) }
      }
    } onCancel: {
      giveUp(id)
    }
  }

  /// The utterance is over: the next may be fetched.
  func leave(_ id: UtteranceID) {
    let admitted = state.withLock { state in
      state.active.removeAll { $0 == id }
      return state.takeAdmitted(Self.depth)
    }
    for continuation in admitted { continuation.resume(returning: true) }
  }

  private func giveUp(_ id: UtteranceID) {
    state.withLock { $0.waiting.removeValue(forKey: id) }?.resume(returning: false)
  }
}
