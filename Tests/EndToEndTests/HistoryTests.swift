import AudioTypes
import BreezeSimulator
import Gust
import PulseHarness
import Testing

extension EndToEndTests {
  /// Audio that the service keeps, played and saved.
  @Suite struct Histories {
    let stage: Stage

    init() throws {
      stage = try EndToEndTests.stage
    }

    /// Has something generated, and returns where it is. The log is empty afterwards.
    private func generate(
      _ text: String, _ scenario: Scenario, _ format: SpeechFormat = .pcm
    ) async throws -> AudioLocation {
      .historyItem(try await stage.generate(text, scenario, format))
    }

    @Test("Heard and saved as it was generated")
    func playAndSave() async throws {
      let scenario = Scenario.noise(800)
      let item = try await generate("Kept", scenario)
      let scratch = try TemporaryFolder()
      let player = try stage.player()
      let recording = try await stage.hear { _ in
        let report = try await player.play(item, savingTo: scratch.path("kept.pcm")).end()
        #expect(report.isFinished, "\(report.outcome)")
        #expect(item == .historyItem(try #require(report.historyItemID)))
        #expect(report.suggestedFilename == "\(try #require(report.historyItemID)).pcm")
        #expect(report.savedFile?.byteCount == ByteCount(38_400))
      }
      expectSame(recording.sound, try stage.samples("Kept", scenario))
      expectSame(try scratch.read("kept.pcm"), try stage.bytes("Kept", .pcm, scenario))
      #expect(stage.simulator.log().map(\.method) == ["GET"])
      try await shutDown(player)
    }

    @Test("Downloaded without sound")
    func download() async throws {
      let scenario = Scenario.noise(800)
      let item = try await generate("Down", scenario, .mp3)
      let scratch = try TemporaryFolder()
      let player = try stage.player { $0.sound = .none }
      let report = try await player.play(item, savingTo: scratch.path("down.mp3")).end()
      #expect(report.isFinished, "\(report.outcome)")
      expectSame(try scratch.read("down.mp3"), try stage.bytes("Down", .mp3, scenario))
      try await shutDown(player)
    }

    @Test("In the making: waited for, and each wait is told")
    func notReady() async throws {
      let scenario = Scenario.noise(400) {
        $0.history.notReadyCount = 2
        $0.history.retryAfterSeconds = 1
      }
      let item = try await generate("Soon", scenario)
      let player = try stage.player()
      let recording = try await stage.hear { _ in
        let utterance = player.play(item)
        var notices: [RetryNotice] = []
        for await case .retrying(let notice) in utterance.events { notices.append(notice) }
        #expect(notices.map(\.number) == [1, 2])
        #expect(notices.allSatisfy { $0.reason.message.contains("425") && $0.delay >= .seconds(1) })
        let report = try await utterance.end()
        #expect(report.isFinished && report.retries.count == 2)
      }
      expectSame(recording.sound, try stage.samples("Soon", scenario))
      try await shutDown(player)
    }

    @Test(
      "Refused: asked for once, and said so",
      arguments: [
        (401, "AUTH_REQUIRED", SpeechServiceError.Kind.authentication), (404, "RESOURCE_NOT_FOUND", .notFound),
        (409, "CONFLICT", .conflict), (403, "FORBIDDEN", .forbidden),
      ])
    func refused(_ status: Int, _ code: String, _ kind: SpeechServiceError.Kind) async throws {
      let item = try await generate("Refused", .noise(100) { $0.history.failure = Failure(status: status, code: code) })
      let player = try stage.player()
      let report = try await player.play(item).end()
      guard case .failed(.service(let error)) = report.outcome else {
        Issue.record("\(report.outcome)")
        return
      }
      #expect(error.kind == kind && error.status == status)
      #expect(stage.simulator.log().count == 1)
      try await shutDown(player)
    }

    @Test("A service that is busy for a moment is asked again")
    func busy() async throws {
      let failure = Failure(status: 503, code: "GENERATION_CAPACITY_EXCEEDED", times: 2)
      let scenario = Scenario.noise(300) { $0.history.failure = failure }
      let item = try await generate("Busy", scenario)
      let player = try stage.player()
      let recording = try await stage.hear { _ in try await player.play(item).expectFinished() }
      expectSame(recording.sound, try stage.samples("Busy", scenario))
      #expect(stage.simulator.log().map(\.status) == [503, 503, 200])
      try await shutDown(player)
    }

    @Test("Cut while it comes: goes on where it was")
    func cut() async throws {
      let scenario = Scenario.noise(800)
      let item = try await generate("Broken", scenario)
      stage.simulator.enqueue([.historyBurst { $0.cut = Cut(afterBytes: 10_001) }])
      let player = try stage.player()
      let recording = try await stage.hear { _ in
        let report = try await player.play(item).end()
        #expect(report.isFinished, "\(report.outcome)")
        #expect(report.recovery?.brokeOffAt == ByteCount(10_001))
      }
      expectSame(recording.sound, try stage.samples("Broken", scenario))
      try await shutDown(player)
    }

    @Test(
      "Redirected elsewhere: followed without the key, never further than a few hops, never off this machine by http")
    func redirects() async throws {
      let scenario = Scenario.noise(300)
      let item = try await generate("Moved", scenario)
      guard case .historyItem(let id) = item else { return }
      let elsewhere = try BreezeSimulator()
      elsewhere.setScenario(
        Scenario {
          $0.on = .history; $0.redirect = Redirect(to: "\(stage.simulator.baseURL)/files/\(id).pcm")
        })
      func redirect(to url: String) -> Scenario {
        Scenario {
          $0.on = .history
          $0.redirect = Redirect(to: url, status: 302)
        }
      }
      let player = try stage.player { $0.sound = .none }
      let scratch = try TemporaryFolder()
      stage.simulator.enqueue([redirect(to: "\(elsewhere.baseURL)/files/x.pcm")])
      try await player.play(item, savingTo: scratch.path("moved.pcm")).expectFinished()
      expectSame(try scratch.read("moved.pcm"), try stage.bytes("Moved", .pcm, scenario))
      #expect(stage.simulator.log().map { $0.header("xi-api-key") } == ["accepted", nil])
      let other = try #require(elsewhere.log().first)
      #expect(other.headers.map { $0.name.lowercased() }.sorted() == ["accept", "host", "user-agent"])

      stage.simulator.enqueue(Array(repeating: redirect(to: "\(elsewhere.baseURL)/files/x.pcm"), count: 1))
      elsewhere.setScenario(
        Scenario {
          $0.on = .history; $0.redirect = Redirect(to: "/files/y.pcm")
        })
      elsewhere.clearLog()
      for url in ["http://example.test/a", "ftp://localhost/a", "https://user:pw@localhost/a"] {
        stage.simulator.enqueue([redirect(to: url)])
      }
      for _ in 0..<4 {
        let report = try await player.play(item, savingTo: scratch.path("lost.pcm")).end()
        guard case .failed(.service(let error)) = report.outcome, error.kind == .redirected else {
          Issue.record("\(report.outcome)")
          continue
        }
      }
      #expect(elsewhere.log().count == 3)
      try await shutDown(player)
      elsewhere.stop()
    }
  }
}
