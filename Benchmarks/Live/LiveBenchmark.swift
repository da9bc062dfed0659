import BreezeSimulator
import FoundationEssentials
import PulseHarness

/// `gust say` with a text of many parts, some of it still being written.
struct LiveBenchmark {
  let rig: Rig
  let runs: Int

  func run() async throws -> [Section] {
    [
      try await firstSound(),
      try await gaps(),
      try await stopping(),
      try await hour(),
    ]
  }

  /// The service as it is at its slowest that needs no gaps.
  static func modest(audio: Duration) -> Scenario {
    var scenario = Scenario.steady(audio: audio)
    scenario.pace.timeToFirstByteMilliseconds = 250
    scenario.pace.speed = 1.5
    return scenario
  }

  /// So many sentences, each a paragraph, so that each is a request.
  static func sentences(_ count: Int) -> [UInt8] {
    Array((1...count).map { "This is sentence \($0)." }.joined(separator: "\n\n").utf8)
  }

  static let arguments = ["say", "--audio-device", Rig.sink.name]

  func start(_ arguments: [String] = [], input: [UInt8]) throws -> ProgramRun {
    try ProgramRun(rig.programs.gust, Self.arguments + arguments, environment: rig.environment, input: input)
  }
}

/// What is wanted of the latency report of a text.
struct LiveReport: Decodable {
  struct Counts: Decodable { let count: Int }
  struct Utterances: Decodable { let finished: Int }

  let stalls: Counts
  let gaps: Counts
  let utterances: Utterances

  init(_ folder: TemporaryFolder, _ name: String) throws {
    guard let bytes = folder.contents(of: name) else { throw BenchError("gust wrote no report") }
    self = try JSONDecoder().decode(Self.self, from: Data(bytes))
  }
}
