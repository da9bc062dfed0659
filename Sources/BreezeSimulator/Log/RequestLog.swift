internal import Synchronization

/// The latest requests, oldest first. Callable from any thread.
final class RequestLog: Sendable {
  private struct State {
    var records: [RequestRecord] = []
    var nextID = 1
  }

  private static let capacity = 1000
  private let state = Mutex(State())

  var records: [RequestRecord] { state.withLock(\.records) }

  /// Notes a request whose headers may be written down as `headers`; answers its id.
  func begin(_ request: HTTPRequest, headers: [HeaderField]) -> Int {
    state.withLock { state in
      let id = state.nextID
      state.nextID += 1
      state.records.append(
        RequestRecord(
          id: id, method: request.method, path: request.path, query: request.query, headers: headers,
          body: request.body, arrival: request.arrival, clientPort: request.clientPort))
      if state.records.count > Self.capacity { state.records.removeFirst() }
      return id
    }
  }

  /// Changes the record `id`, if it is still kept.
  func update(_ id: Int, _ change: (inout RequestRecord) -> Void) {
    state.withLock { state in
      guard let first = state.records.first?.id, id >= first, id - first < state.records.count else { return }
      change(&state.records[id - first])
    }
  }

  func clear() {
    state.withLock { $0.records.removeAll() }
  }
}
