import AudioTypes

/// One run of one contender that was heard.
struct RivalRun {
  /// From the simulator's first send of the body to the first audible frame at the monitor.
  let start: Duration
  let stallCount: Int
  let stalledTime: Duration
  /// Audio that never sounded.
  let missing: Duration
  /// Of everything that ran, over the length of the audio.
  let processorShare: Double
  /// Of the player without `curl`.
  let playerShare: Double
  let peakMemory: ByteCount
  /// How late the simulator was, which nobody can play before.
  let lateness: Duration
}

/// All runs of one contender in one scene.
struct RivalResult {
  let name: String
  let kind: Contender.Kind
  /// Why it did not take part.
  var absence: String?
  var runs: [RivalRun] = []
  var failures: [String] = []

  var medianStart: Double? { Statistics(runs.map(\.start.milliseconds))?.median }
  var medianStalledTime: Double? { Statistics(runs.map(\.stalledTime.milliseconds))?.median }
  var stallCount: Int { runs.reduce(0) { $0 + $1.stallCount } }
}

/// What one scene found out.
struct SceneResult {
  let scene: RivalScene
  var players: [RivalResult]

  var gust: RivalResult? { players.first { $0.kind == .gust } }
  var rivals: [RivalResult] { players.filter { $0.kind != .gust } }

  func runs(of name: String) -> [RivalRun] { players.first { $0.name == name }?.runs ?? [] }
}
