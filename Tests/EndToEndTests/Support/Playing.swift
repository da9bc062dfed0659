import BreezeSimulator
import Gust
import Testing

/// Shuts `player` down, off the pool, for that waits for its threads.
func shutDown(_ player: Player) async throws {
  try await offPool { player.shutDown() }
}

extension Utterance {
  /// Its report. One that does not come is a failure of the test, not a test that hangs.
  func end() async throws -> UtteranceReport {
    try await within(.seconds(90)) { await self.report }
  }

  /// Waits for its end, and expects that all of it was heard.
  func expectFinished(sourceLocation: SourceLocation = #_sourceLocation) async throws {
    let report = try await end()
    #expect(report.isFinished, "\(report.outcome)", sourceLocation: sourceLocation)
  }
}

/// What `work` returns; throws when that takes longer than `limit`.
func within<Value: Sendable>(_ limit: Duration, _ work: @escaping @Sendable () async -> Value) async throws -> Value {
  let (results, continuation) = AsyncStream<Value?>.makeStream()
  let tasks = [
    Task { _ = continuation.yield(await work()) },
    Task {
      try? await Task.sleep(for: limit)
      continuation.yield(nil)
    },
  ]
  defer { tasks.forEach { $0.cancel() } }
  let result = await results.first { _ in true } ?? nil
  return try #require(result, "nothing within \(limit)")
}

extension SpeechRequest {
  /// `text` as PCM, in the voice that the simulator knows.
  static func pcm(_ text: String) -> SpeechRequest {
    SpeechRequest(text: text, voiceID: BreezeSimulator.defaultVoice, format: .pcm)
  }
}

extension UtteranceReport {
  var isFinished: Bool {
    if case .finished = outcome { true } else { false }
  }

  var isStopped: Bool {
    if case .stopped = outcome { true } else { false }
  }
}

extension UtteranceEvent {
  var name: String {
    switch self {
    case .connecting: "connecting"
    case .retrying: "retrying"
    case .waiting: "waiting"
    case .recovering: "recovering"
    case .recovered: "recovered"
    case .firstByte: "firstByte"
    case .started: "started"
    case .stalled: "stalled"
    case .resumed: "resumed"
    case .soundLost: "soundLost"
    case .soundBack: "soundBack"
    case .finished: "finished"
    }
  }
}
