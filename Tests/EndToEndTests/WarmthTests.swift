import AudioTypes
import BreezeSimulator
import Gust
import PulseHarness
import Testing

extension EndToEndTests {
  /// What is made ready before it is needed.
  @Suite struct Warmth {
    let stage: Stage

    init() throws {
      stage = try EndToEndTests.stage
    }

    @Test("A prepared player pays no handshake, and preparing costs nothing and shows no key")
    func prepared() async throws {
      stage.set(.noise(200))
      let player = try stage.player()
      try await player.prepare()
      let report = try await player.speak(.pcm("Prepared")).end()
      #expect(report.isFinished && report.isConnectionReused)
      for mark in [TimelineMark.dnsDone, .connected, .tlsDone] { #expect(report.marks[mark] == nil, "\(mark)") }
      let requests = stage.simulator.log()
      #expect(requests.map(\.method) == ["HEAD", "POST"])
      #expect(Set(requests.map(\.clientPort)).count == 1)
      #expect(requests.first?.header("xi-api-key") == nil && requests.first?.body.isEmpty == true)
      try await shutDown(player)
    }

    @Test("Over TLS, too; and who speaks while it is being prepared is heard as well", arguments: [true, false])
    func overTLS(waits: Bool) async throws {
      let tls = try await TLSService()
      let simulator = tls.simulator
      defer { simulator.stop() }
      simulator.setScenario(.noise(200))
      let service = SpeechService(endpoint: try ServiceEndpoint(simulator.baseURL), key: try APIKey(Stage.key))
      let player = try stage.player {
        $0.service = service
        $0.network.certificateFile = tls.certificate
      }
      async let preparation: Void = player.prepare()
      if waits { try await preparation }
      let report = try await player.speak(.pcm("Prepared")).end()
      try await preparation
      #expect(report.isFinished)
      #expect(simulator.log().map(\.method).sorted() == ["HEAD", "POST"])
      if waits {
        #expect(report.isConnectionReused && report.marks[.tlsDone] == nil)
        #expect(Set(simulator.log().map(\.clientPort)).count == 1)
      }
      let sent = report.marks.duration(from: .command, to: .requestSent)?.milliseconds ?? -1
      print("\(waits ? "prepared" : "being prepared"): \(sent) ms to the request")
      try await shutDown(player)
    }

    @Test("Those who prepare at the same time share one request")
    func preparedTwice() async throws {
      stage.set(.noise(200))
      let player = try stage.player()
      try await withThrowingTaskGroup { group in
        for _ in 0..<3 { group.addTask { try await player.prepare() } }
        try await group.waitForAll()
      }
      #expect(stage.simulator.log().count <= 3)
      #expect(Set(stage.simulator.log().map(\.clientPort)).count == 1)
      try await shutDown(player)
    }

    @Test("Without the service the sound is ready all the same, and speaking says itself what is wrong")
    func noService() async throws {
      let gone = try BreezeSimulator()
      gone.stop()
      let service = SpeechService(endpoint: try ServiceEndpoint(gone.baseURL), key: try APIKey(Stage.key))
      let player = try stage.player {
        $0.service = service
        $0.retryPolicy = RetryPolicy(
          cost: .billed, maximumRetries: 0, baseDelay: .zero, delayCap: .zero, totalBudget: .zero)
      }
      let error = await #expect(throws: PreparationError.self) { try await player.prepare() }
      #expect(error?.sound == nil)
      guard case .network(.connectionRefused) = try #require(error?.connection) else {
        Issue.record("\(error?.message ?? "")")
        return
      }
      let outcome = try await player.speak(.pcm("Unanswered")).end().outcome
      guard case .failed(.network(.connectionRefused)) = outcome else {
        Issue.record("\(outcome)")
        return
      }
      try await shutDown(player)
    }

    @Test("Without a sound server the connection is ready all the same")
    func noSound() async throws {
      stage.set(.noise(200))
      let player = try stage.player { $0.sound = .pulse(PulseConfiguration(server: "unix:/nowhere/socket")) }
      let error = await #expect(throws: PreparationError.self) { try await player.prepare() }
      #expect(error?.connection == nil)
      guard case .output(.noServer) = try #require(error?.sound) else {
        Issue.record("\(error?.message ?? "")")
        return
      }
      #expect(stage.simulator.log().map(\.method) == ["HEAD"])
      try await shutDown(player)
    }

    @Test("A stream that fell asleep plays the next utterance from its first sample")
    func asleep() async throws {
      let scenario = Scenario.noise(300, pace: Pace())
      stage.set(scenario)
      // What is all there when it begins does not stall on a busy machine.
      let player = try stage.player {
        ($0.idleLimit, $0.startPolicy) = (.milliseconds(300), .fixed(.milliseconds(500)))
      }
      let recording = try await stage.hear { _ in
        for text in ["Awake", "Asleep", "Again"] {
          let report = try await player.speak(.pcm(text)).end()
          #expect(report.isFinished && report.stallCount == 0, "\(report.outcome)")
          print("start-up overhead of “\(text)”: \(report.marks.startUpOverhead?.milliseconds ?? -1) ms")
          #expect(await eventually { stage.isCorked })
        }
      }
      expectSame(recording.sound, try ["Awake", "Asleep", "Again"].flatMap { try stage.samples($0, scenario) })
      try await shutDown(player)
    }
  }
}

extension Stage {
  /// Whether a stream of ours stands still, by the sound server's account.
  fileprivate var isCorked: Bool {
    let run = try? ProgramRun("pactl", ["--server", server.serverAddress, "list", "sink-inputs"])
    let output = String(decoding: (try? run?.wait(limit: .seconds(10)).output) ?? [], as: UTF8.self)
    return output.split(separator: "Sink Input #").contains {
      $0.contains("application.name = \"Gust\"") && $0.contains("Corked: yes")
    }
  }
}
