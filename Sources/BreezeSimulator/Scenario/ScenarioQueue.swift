internal import Synchronization

/// Decides which scenario a request gets. Callable from any thread.
final class ScenarioQueue: Sendable {
  private struct Entry {
    let scenario: Scenario
    var failures = 0
  }

  private struct State {
    var standing: Entry?
    var queue: [Entry] = []
  }

  private static let capacity = 1000
  private let state = Mutex(State())

  /// Puts `scenario` in force for all requests it is meant for that find no queued one.
  func setStanding(_ scenario: Scenario) {
    state.withLock { $0.standing = Entry(scenario: scenario) }
  }

  /// Appends scenarios that serve one request each; those beyond the capacity are dropped.
  func enqueue(_ scenarios: [Scenario]) {
    state.withLock { state in
      let room = max(0, Self.capacity - state.queue.count)
      state.queue += scenarios.prefix(room).map { Entry(scenario: $0) }
    }
  }

  /// The scenario for a request at `endpoint`: the first queued one meant for it, else the standing one, else nil.
  /// A failure that has been served as often as it should is taken out of the answer.
  func next(for endpoint: Scenario.Endpoint) -> Scenario? {
    state.withLock { state in
      if let index = state.queue.firstIndex(where: { $0.scenario.isMeant(for: endpoint) }) {
        let (scenario, isUsedUp) = Self.serve(&state.queue[index])
        if isUsedUp { state.queue.remove(at: index) }
        return scenario
      }
      guard var standing = state.standing, standing.scenario.isMeant(for: endpoint) else { return nil }
      defer { state.standing = standing }
      return Self.serve(&standing).scenario
    }
  }

  private static func serve(_ entry: inout Entry) -> (scenario: Scenario, isUsedUp: Bool) {
    guard let times = entry.scenario.failure?.times else { return (entry.scenario, true) }
    if entry.failures < times {
      entry.failures += 1
      return (entry.scenario, false)
    }
    var scenario = entry.scenario
    scenario.failure = nil
    return (scenario, true)
  }
}

extension Scenario {
  fileprivate func isMeant(for endpoint: Endpoint) -> Bool {
    on == .any || on == endpoint
  }
}
