import AudioTypes
import BreezeSimulator
import PulseHarness
import Testing

extension EndToEndTests {
  /// Each failure: one sentence, one exit status, and no request too many.
  @Suite struct Failures {
    let stage: Stage

    init() throws {
      stage = try EndToEndTests.stage
    }

    @Test("Found before a request is sent", arguments: Mishap.beforeRequest)
    func beforeRequest(_ mishap: Mishap) async throws {
      try await run(mishap).expectFailure(mishap.status, mishap.words)
      #expect(stage.requests.isEmpty)
    }

    @Test("After one request and no second", arguments: Mishap.afterOneRequest)
    func afterOneRequest(_ mishap: Mishap) async throws {
      try await run(mishap).expectFailure(mishap.status, mishap.words)
      #expect(stage.requests.count == 1)
    }

    @Test("A key file that others can read is refused; a private one is used")
    func keyFile() async throws {
      let scratch = try TemporaryFolder()
      let open = try scratch.write("open", Array(Stage.key.utf8), mode: 0o644)
      let closed = try scratch.write("closed", Array("\(Stage.key)\n".utf8), mode: 0o600)
      stage.set(.noise(100))
      let refused = try await run("Hello", options: ["--api-key-file", open], environment: ["BREEZE_API_KEY": nil])
      refused.expectFailure(3, [open, "others", "chmod 600"])
      #expect(stage.requests.isEmpty)
      let used = try await run("Hello", options: ["--api-key-file", closed], environment: ["BREEZE_API_KEY": nil])
      #expect(used.ending == .exit(0), "\(used.error)")
    }

    @Test("Nobody listens: tried again, for nothing can have been made, and given up")
    func unreachable() async throws {
      let gone = try BreezeSimulator()
      gone.stop()
      let result = try await run("Hello", environment: ["BREEZE_BASE_URL": gone.baseURL])
      result.expectFailure(6, ["cannot be reached", "127.0.0.1", "base URL"], notices: 4)
    }

    @Test("429 beyond all retries")
    func rateLimited() async throws {
      stage.set(Scenario { $0.failure = Failure(status: 429, code: "RATE_LIMITED") })
      try await run("Hello").expectFailure(4, ["Too many requests", "429", "again"], notices: 4)
      #expect(stage.requests.count == 5)
    }

    @Test("Turned away twice, then heard", arguments: [(429, "RATE_LIMITED"), (503, "GENERATION_CAPACITY_EXCEEDED")])
    func retried(_ status: Int, _ code: String) async throws {
      let scenario = Scenario.noise(300) { $0.failure = Failure(status: status, code: code, times: 2) }
      stage.set(scenario)
      let recording = try await stage.hear { _ in
        let result = try await run("Again", options: ["--format", "pcm"])
        #expect(result.ending == .exit(0))
        #expect(result.lines.count == 2 && result.lines.allSatisfy { $0.contains("\(status)") && $0.contains("again") })
      }
      expectSame(recording.sound, try stage.samples("Again", scenario))
      #expect(stage.requests.map(\.status) == [status, status, 200])
    }

    @Test("-q says nothing of retries")
    func quiet() async throws {
      stage.set(.noise(100) { $0.failure = Failure(status: 429, code: "RATE_LIMITED", times: 1) })
      let result = try await run("Hush", options: ["-q"])
      #expect(result.ending == .exit(0))
      #expect(result.error.isEmpty)
    }

    /// How a stream may break, and what the sentence says of it.
    struct Break: Sendable, CustomTestStringConvertible {
      let testDescription: String
      let how: Cut.How
      let format: String
      let bytes: Int
      let word: String

      static let all = [
        Break(testDescription: "PCM, closed", how: .close, format: "pcm", bytes: 20_000, word: "cut"),
        Break(testDescription: "PCM, closed in mid-sample", how: .close, format: "pcm", bytes: 20_001, word: "cut"),
        Break(testDescription: "PCM, reset", how: .reset, format: "pcm", bytes: 20_000, word: "cut"),
        Break(
          testDescription: "PCM, half a sample at the end", how: .endEarly, format: "pcm", bytes: 20_001, word: "frame"),
        Break(testDescription: "MP3, closed", how: .close, format: "mp3", bytes: 4000, word: "cut"),
        Break(testDescription: "MP3, reset", how: .reset, format: "mp3", bytes: 4000, word: "cut"),
        Break(
          testDescription: "MP3, half a frame at the end", how: .endEarly, format: "mp3", bytes: 4000, word: "frame"),
      ]
    }

    @Test(
      "A stream that breaks off and is in no history: what came is heard, and it is said that it is not all",
      arguments: Break.all)
    func broken(_ way: Break) async throws {
      let text = "Broken \(way.testDescription)"
      let scenario = Scenario.noise(1500, pace: Pace()) {
        $0.cut = Cut(afterBytes: way.bytes, how: way.how)
        $0.history.failure = .forgotten
      }
      stage.set(scenario)
      let recording = try await stage.hear { _ in
        let result = try await run(text, options: ["-q", "--format", way.format])
        result.expectFailure(9, [way.word, "incomplete", "s were heard"])
      }
      #expect(stage.requests.count == 1)
      let heard = recording.sound
      if way.format == "pcm" {
        expectPrefix(heard, of: try stage.samples(text, scenario))
        // A reset may overtake the last chunk.
        #expect((way.how == .reset ? 9000...10_000 : 10_000...10_000).contains(heard.count), "\(heard.count)")
      } else {
        let whole = try await offPool { [stage] in try decodeOffline(try stage.bytes(text, .mp3, scenario)).nonzero }
        // Of 20 whole frames at least 18 are heard, less the 1105 frames of the codec's delay.
        #expect((18 * 576 - 1105...20 * 576).contains(heard.count), "\(heard.count)")
        #expect(whole.contains(heard))
      }
    }

    @Test("A redirect is not followed: neither key nor text go elsewhere")
    func redirect() async throws {
      let elsewhere = try BreezeSimulator()
      stage.set(Scenario { $0.redirect = Redirect(to: "\(elsewhere.baseURL)/v1/text-to-speech/x/stream") })
      try await run("Hello").expectFailure(6, ["redirect", "307", "127.0.0.1"])
      #expect(stage.requests.count == 1)
      #expect(elsewhere.log().isEmpty)
      elsewhere.stop()
    }

    @Test("A certificate nobody vouches for is refused; SSL_CERT_FILE vouches for it")
    func certificate() async throws {
      let service = try await TLSService()
      let simulator = service.simulator
      simulator.setScenario(.noise(200))
      let refused = try await run("Hello", environment: ["BREEZE_BASE_URL": simulator.baseURL])
      refused.expectFailure(6, ["cannot be trusted", "127.0.0.1", "certificate"])
      #expect(simulator.log().isEmpty)
      let trusted = try await run("Hello", environment: service.environment)
      #expect(trusted.ending == .exit(0), "\(trusted.error)")
      simulator.stop()
    }

    private func run(_ mishap: Mishap) async throws -> ProgramRun.Result {
      stage.set(mishap.scenario)
      return try await GustProgram.run(
        mishap.arguments, on: stage, environment: mishap.environment, input: mishap.input)
    }

    private func run(
      _ text: String, options: [String] = [], environment: [String: String?] = [:]
    ) async throws -> ProgramRun.Result {
      try await GustProgram.run(options + [text], on: stage, environment: environment)
    }
  }
}
