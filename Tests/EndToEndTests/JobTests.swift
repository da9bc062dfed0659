import BreezeSimulator
import Foundation
import Glibc
import Gust
import PulseHarness
import Testing

extension EndToEndTests {
  /// Generation jobs: ordered, looked at, waited for.
  @Suite struct Jobs {
    let stage: Stage

    init() throws {
      stage = try EndToEndTests.stage
    }

    /// Orders speech and returns the job's id.
    private func order(_ scenario: Scenario, text: String = "Ordered") async throws -> String {
      stage.set(scenario)
      let player = try stage.player { $0.sound = .none }
      let job = try await player.createJob(.pcm(text))
      try await shutDown(player)
      stage.simulator.clearLog()
      return job.id
    }

    private func job(_ arguments: String...) async throws -> ProgramRun.Result {
      try await GustProgram.run(arguments, command: "job", on: stage)
    }

    private var looks: Int { stage.simulator.log().count { $0.path.hasPrefix("/v1/generation-jobs/") } }

    @Test("The table names what is known, a line each") func table() async throws {
      let id = try await order(.noise(100), text: "A text\u{7} with a bell")
      let result = try await job(id)
      #expect(result.ending == .exit(0) && result.error.isEmpty)
      let lines = String(decoding: result.output, as: UTF8.self).split(separator: "\n")
      let wanted = [
        "job           \(id)", "status        ready", "text          A text with a bell", "audio         audio/pcm",
        "history item  \(id)",
      ]
      #expect(wanted.allSatisfy { lines.contains(Substring($0)) }, "\(lines)")
      #expect(looks == 1)
    }

    @Test("--json is one object on one line; what is null, missing or odd is null")
    func json() async throws {
      let scenario = Scenario.noise(100) {
        $0.job.nullFields = ["voice_name", "created_at"]
        $0.job.omittedFields = ["history_item_id", "model_id", "state", "source"]
        $0.job.textFields = ["novelty": "new", "error": "odd"]
      }
      let id = try await order(scenario)
      let result = try await job("--json", id)
      #expect(result.ending == .exit(0) && result.error.isEmpty)
      #expect(result.output.count { $0 == UInt8(ascii: "\n") } == 1)
      let object = try #require(
        try JSONSerialization.jsonObject(with: Data(result.output)) as? [String: Any])
      #expect(object["generation_job_id"] as? String == id && object["history_item_id"] as? String == id)
      #expect(object["status"] as? String == "ready" && object["text"] as? String == "Ordered")
      for name in ["voice_name", "created_at", "model_id", "source"] { #expect(object[name] is NSNull, "\(name)") }
      #expect(object["novelty"] == nil)
    }

    @Test("Without --wait it looks once, with it until the job is over", arguments: ["active", "queued", "verträumt"])
    func waiting(word: String) async throws {
      let id = try await order(
        .noise(100) {
          $0.job.activeLooks = 3
          $0.job.activeStatus = word
        })
      let once = try await job(id)
      #expect(once.ending == .exit(0))
      #expect(String(decoding: once.output, as: UTF8.self).contains("status        \(word)\n"))
      let result = try await job("--wait", "--json", id)
      #expect(result.ending == .exit(0) && result.error.isEmpty)
      #expect(String(decoding: result.output, as: UTF8.self).contains(#""status":"ready""#))
      #expect(looks == 4)
    }

    @Test(
      "A job without audio is shown, and is an error",
      arguments: [
        ("failed", "GENERATION_FAILED", 6, "failed (GENERATION_FAILED): The voice \u{1B}[2Jbroke"),
        ("failed", "GENERATION_TIMEOUT", 5, "TIMEOUT"), ("failed", "CONTENT_POLICY_VIOLATION", 10, "POLICY"),
        ("cancelled", "", 1, "cancelled"),
      ] as [(String, String, Int32, String)])
    func withoutAudio(word: String, code: String, status: Int32, said: String) async throws {
      let id = try await order(
        .noise(100) {
          $0.jobStatus = word
          $0.job.errorCode = code
          $0.job.errorDetail = "The voice \u{1B}[2Jbroke"
        })
      for arguments in [[id], ["--wait", id]] {
        let result = try await GustProgram.run(arguments, command: "job", on: stage)
        #expect(result.ending == .exit(status), "\(result.error)")
        #expect(result.lines.count == 1 && result.error.contains(said.replacing("\u{1B}", with: "")), "\(result.error)")
        let shown = String(decoding: result.output, as: UTF8.self)
        #expect(shown.contains("status        \(word)") && !shown.contains("\u{1B}"))
      }
    }

    @Test("A job that is never over is waited for as long as was said")
    func unfinished() async throws {
      let id = try await order(.noise(100) { $0.job.activeLooks = 1000 })
      try await job("--wait", "--max-wait", "1", id).expectFailure(5, ["not finished", "it goes on"])
      #expect((2...8).contains(looks))
    }

    @Test("Errors: unknown, refused, redirected, and not a job", arguments: ["unknown", "key", "redirect", "odd"])
    func errors(kind: String) async throws {
      stage.set(.noise(100))
      switch kind {
      case "unknown":
        try await job("job_nobody").expectFailure(7, ["does not know", "404", "job_nobody"])
      case "key":
        let environment = ["BREEZE_API_KEY": "brz_wrong"]
        try await GustProgram.run(["job_x"], command: "job", on: stage, environment: environment)
          .expectFailure(3, ["401", "key"])
      case "redirect":
        stage.set(
          Scenario {
            $0.redirect = Redirect(to: "http://127.0.0.1:1/", status: 302); $0.on = .job
          })
        try await job("job_x").expectFailure(6, ["redirect", "302"])
      default:
        stage.set(
          Scenario {
            $0.reply.body = .html; $0.on = .job
          })
        let id = try await order(.noise(100))
        stage.set(
          Scenario {
            $0.reply.body = .html; $0.on = .job
          })
        try await job("--wait", id).expectFailure(9, ["not what was asked for"])
      }
      #expect(looks == 1)
    }

    @Test("A look is free, and repeated when the service is only just then out of order")
    func repeatedLook() async throws {
      let id = try await order(.noise(100))
      stage.simulator.enqueue([
        Scenario {
          $0.on = .job; $0.failure = Failure(status: 503, code: "UPSTREAM_ERROR", times: 2)
        }
      ])
      #expect(try await job(id).ending == .exit(0))
      #expect(looks == 3)
    }

    @Test("An outage ends the waiting for a job that was never seen, but not for one that was")
    func outage() async throws {
      let id = try await order(.noise(100) { $0.job.activeLooks = 1 })
      let outage = Scenario {
        $0.on = .job
        $0.failure = Failure(status: 503, code: "UPSTREAM_ERROR", times: 5)
      }
      stage.simulator.enqueue([Scenario { $0.on = .job }, outage])
      #expect(try await job("--wait", id).ending == .exit(0))
      #expect(looks == 7)
      stage.simulator.clearLog()
      stage.simulator.enqueue([outage])
      try await job("--wait", id).expectFailure(6, ["503"])
      #expect(looks == 5)
      _ = try await job(id)  // Uses the queued success up.
    }

    @Test("An order is repeated when it was turned away at the door")
    func orderTurnedAway() async throws {
      stage.set(.noise(100) { $0.failure = Failure(status: 429, code: "RATE_LIMITED", times: 2) })
      let player = try stage.player { $0.sound = .none }
      _ = try await player.createJob(.pcm("Again"))
      try await shutDown(player)
      #expect(stage.requests.map(\.status) == [429, 429, 200])
    }

    @Test(
      "An order that may have been received is never repeated", arguments: [nil, 500, 502, 504, 302, 200] as [Int?])
    func orderReceived(status: Int?) async throws {
      let server = try ListeningServer { _ in status.map { answer($0, ["Location": "/elsewhere"], []) } }
      let service = SpeechService(endpoint: try ServiceEndpoint(server.url()), key: try APIKey(Stage.key))
      var configuration = PlayerConfiguration(service: service)
      configuration.sound = .none
      let player = try Player(configuration)
      await #expect(throws: PlaybackError.self) { try await player.createJob(.pcm("Once")) }
      try await shutDown(player)
      #expect(server.requests.count == 1)
      #expect(server.requests.first?.contains("delivery=async&output_format=pcm") == true)
    }

    @Test("Waiting ends at once when its task is cancelled, and with the player")
    func cancelled() async throws {
      let id = try await order(
        .noise(100) {
          $0.job.activeLooks = 1000
          $0.job.retryAfterSeconds = 50
        })
      for isShutDown in [false, true] {
        let player = try stage.player { $0.sound = .none }
        let task = Task { try await player.waitForJob(id) }
        #expect(await eventually { looks > (isShutDown ? 1 : 0) })
        try await Task.sleep(for: .milliseconds(100))
        if isShutDown { try await shutDown(player) }
        task.cancel()
        _ = try await within(.seconds(30)) { await task.result }
        await #expect(throws: PlaybackError.self) { try await task.value }
        try await shutDown(player)
      }
    }

    @Test("Ctrl-C while a job is waited for ends at once by the signal")
    func interrupted() async throws {
      let id = try await order(
        .noise(100) {
          $0.job.activeLooks = 1000
          $0.job.retryAfterSeconds = 50
        })
      let run = try GustProgram.start(["--wait", id], command: "job", on: stage)
      #expect(await eventually { looks == 1 })
      try await Task.sleep(for: .milliseconds(100))
      run.send(SIGINT)
      let result = try await GustProgram.end(of: run)
      #expect(result.ending == .signal(SIGINT) && result.output.isEmpty && result.error.isEmpty)
    }
  }
}
