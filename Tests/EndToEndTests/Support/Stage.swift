import AudioTypes
import BreezeSimulator
import Gust
import PulseHarness
import Testing

/// The real parts that the tests share: a sound server with two sinks, and the service on loopback.
struct Stage: Sendable {
  /// The one key that is let in.
  static let key = "brz_end2end_7c41f09ad3"

  let server: PrivatePulseServer
  let simulator: BreezeSimulator
  /// Keep the sinks in small blocks, so that no test waits two seconds for its first sample.
  private let wakers: [KeepAwakeStream]
  /// In which the programs find each other, and nobody else's.
  let runtime: TemporaryFolder

  init(sinks: [PrivatePulseServer.Sink] = [.init(), .init(name: "other")]) throws {
    let server = try PrivatePulseServer(sinks: sinks)
    self.server = server
    runtime = try TemporaryFolder()
    var configuration = SimulatorConfiguration()
    configuration.keys = [Self.key]
    simulator = try BreezeSimulator(configuration: configuration)
    wakers = try sinks.map { try KeepAwakeStream(server: server, sink: $0.name) }
  }

  /// Puts `scenario` in force, and forgets the requests of the test before.
  func set(_ scenario: Scenario) {
    simulator.setScenario(scenario)
    simulator.clearLog()
  }

  /// The requests for speech that have come since `set`.
  var requests: [RequestRecord] { simulator.log().filter { $0.method == "POST" } }

  /// A player in this process.
  func player(_ configure: (inout PlayerConfiguration) -> Void = { _ in }) throws -> Player {
    let service = SpeechService(endpoint: try ServiceEndpoint(simulator.baseURL), key: try APIKey(Self.key))
    var configuration = PlayerConfiguration(service: service)
    configuration.sound = .pulse(PulseConfiguration(server: server.serverAddress, device: "speech"))
    configuration.stateFolder = nil
    configure(&configuration)
    return try Player(configuration)
  }

  /// Ends the sound server; the simulator ends with its last reference.
  func close() {
    wakers.forEach { $0.stop() }
    server.stop()
    simulator.stop()
  }
}

/// Gives a suite one stage for all its tests.
struct StageTrait: SuiteTrait, TestScoping {
  @TaskLocal fileprivate static var current: Stage?

  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    let stage = try await offPool { try Stage() }
    defer { stage.close() }
    try await Self.$current.withValue(stage) { try await function() }
  }
}

/// The whole path, on real parts. The suites share one stage, so they take turns.
///
/// What is judged is what was heard, saved, said and asked for, never how long it took: the limits of waits are there so
/// that a hang is a failure.
@Suite(.serialized, StageTrait(), .timeLimit(.minutes(2)))
enum EndToEndTests {
  static var stage: Stage {
    get throws { try #require(StageTrait.current) }
  }
}
