import BreezeSimulator
import Glibc
import Gust
import PulseHarness
import Testing

extension EndToEndTests {
  /// What generation jobs make, heard and saved.
  @Suite struct JobPlaying {
    let stage: Stage

    init() throws {
      stage = try EndToEndTests.stage
    }

    private func order(_ text: String, _ scenario: Scenario) async throws -> String {
      stage.set(scenario)
      let player = try stage.player { $0.sound = .none }
      let job = try await player.createJob(.pcm(text))
      try await shutDown(player)
      stage.simulator.clearLog()
      return job.id
    }

    @Test("say --async: ordered once, waited for in silence, heard to the last sample")
    func sayAsync() async throws {
      let scenario = Scenario.noise(600) { $0.job.activeLooks = 2 }
      stage.set(scenario)
      let recording = try await stage.hear { _ in
        let result = try await GustProgram.run(["--async", "--format", "pcm", "Later"], on: stage)
        #expect(result.ending == .exit(0) && result.error.isEmpty && result.output.isEmpty, "\(result.error)")
      }
      expectSame(recording.sound, try stage.samples("Later", scenario))
      let order = try #require(stage.requests.first)
      #expect(stage.requests.count == 1 && order.path == "/v1/text-to-speech/\(BreezeSimulator.defaultVoice)")
      #expect(order.query.map { "\($0.name)=\($0.value)" } == ["delivery=async", "output_format=pcm"])
      #expect(String(decoding: order.body, as: UTF8.self) == #"{"text":"Later"}"#)
      #expect(stage.simulator.log().count { $0.path.hasPrefix("/v1/generation-jobs/") } == 4, "once more to play it")
    }

    @Test("While a job is made, others may speak")
    func othersSpeakMeanwhile() async throws {
      let scenario = Scenario.noise(600) { $0.job.activeLooks = 4 }
      stage.set(scenario)
      let recording = try await stage.hear { _ in
        let run = try GustProgram.start(["--async", "--format", "pcm", "Later"], on: stage)
        #expect(await eventually { stage.simulator.log().contains { $0.path.hasPrefix("/v1/generation-jobs/") } })
        #expect(try await GustProgram.run(["--format", "pcm", "Meanwhile"], on: stage).ending == .exit(0))
        let result = try await GustProgram.end(of: run)
        #expect(result.ending == .exit(0) && result.error.isEmpty, "\(result.error)")
      }
      expectSame(recording.sound, try ["Meanwhile", "Later"].flatMap { try stage.samples($0, scenario) })
    }

    @Test("say --async -o saves what the service stores, in any format it has", arguments: ["mp3", "pcm"])
    func sayAsyncSaved(ending: String) async throws {
      let scenario = Scenario.noise(600)
      stage.set(scenario)
      let scratch = try TemporaryFolder()
      let result = try await GustProgram.run(["--async", "-o", scratch.path("x.\(ending)"), "Later"], on: stage)
      #expect(result.ending == .exit(0), "\(result.error)")
      let format = try #require(OutputFormat(rawValue: ending))
      expectSame(try scratch.read("x.\(ending)"), try stage.bytes("Later", format, scenario))
    }

    @Test("say --async orders nothing that could not be heard")
    func noSound() async throws {
      stage.set(.noise(100))
      let result = try await GustProgram.run(
        ["--async", "Unheard"], on: stage, environment: ["PULSE_SERVER": "unix:/nowhere/socket"])
      result.expectFailure(8, ["/nowhere/socket"])
      #expect(stage.requests.isEmpty)
    }

    @Test("say --async orders nothing that could not be saved")
    func noFile() async throws {
      stage.set(.noise(100))
      let scratch = try TemporaryFolder()
      let path = scratch.path("missing/speech.mp3")
      try await GustProgram.run(["--async", "-o", path, "Unsaved"], on: stage).expectFailure(1, [path, "opened"])
      #expect(stage.requests.isEmpty)
    }

    @Test("What was paid for can be found again: the job is named when it fails or takes too long")
    func named() async throws {
      stage.set(.noise(100) { $0.job.activeLooks = 1000 })
      let late = try await GustProgram.run(["--async", "--max-wait", "1", "Late"], on: stage)
      let id = try #require(stage.simulator.log().compactMap(\.historyItemID).first)
      late.expectFailure(5, ["not finished", "gust job \(id)"])
      stage.set(.noise(100) { $0.jobStatus = "failed" })
      let failed = try await GustProgram.run(["--async", "Failed"], on: stage)
      failed.expectFailure(6, ["The generation failed", "The simulator was told to fail", "job_"])
      #expect(stage.requests.count == 1)
    }

    @Test("play job_…: waits for it, and each wait is told to those who use the library")
    func playJob() async throws {
      let scenario = Scenario.noise(500) { $0.job.activeLooks = 2 }
      let id = try await order("Job", scenario)
      let player = try stage.player()
      let recording = try await stage.hear { _ in
        let utterance = player.play(.generationJob(id))
        var names: [String] = []
        for await event in utterance.events { names.append(event.name) }
        #expect(names == ["connecting", "waiting", "firstByte", "started", "finished"])
        let report = try await utterance.end()
        #expect(report.isFinished && report.historyItemID == id, "\(report.outcome)")
      }
      try await shutDown(player)
      expectSame(recording.sound, try stage.samples("Job", scenario))
      let again = try await stage.hear { _ in
        let result = try await GustProgram.run([id], command: "play", on: stage)
        #expect(result.ending == .exit(0) && result.error.isEmpty, "\(result.error)")
      }
      expectSame(again.sound, try stage.samples("Job", scenario))
    }

    @Test("Where the history does not have it, it comes from the download address, without the key")
    func downloadURL() async throws {
      let scenario = Scenario.noise(500)
      let id = try await order("Elsewhere", scenario)
      stage.simulator.enqueue([
        Scenario {
          $0.on = .history; $0.failure = Failure(status: 404, code: "X", times: 1)
        }
      ])
      let scratch = try TemporaryFolder()
      let result = try await GustProgram.run(["-o", scratch.path("x"), id], command: "save", on: stage)
      #expect(result.ending == .exit(0), "\(result.error)")
      expectSame(try scratch.read("x"), try stage.bytes("Elsewhere", .pcm, scenario))
      let last = try #require(stage.simulator.log().last)
      #expect(last.path == "/files/\(id).pcm" && last.header("host")?.hasPrefix("localhost:") == true)
      #expect(last.header("xi-api-key") == nil)
    }

    @Test("Where neither has it, what the history said is what is said")
    func nowhere() async throws {
      let elsewhere = try ListeningServer { _ in answer(403, json: #"{"code":"EXPIRED"}"#) }
      let id = try await order("Gone", .noise(100) { $0.job.downloadURL = elsewhere.url("/{id}") })
      stage.simulator.enqueue([
        Scenario {
          $0.on = .history
          $0.failure = Failure(status: 410, code: "GONE", times: 1)
        }
      ])
      try await GustProgram.run([id], command: "play", on: stage).expectFailure(1, ["410", "GONE"])
      #expect(elsewhere.requests.map { $0.hasPrefix("GET /\(id) ") } == [true])
      // Takes the success behind the failure.
      _ = try await GustProgram.run(["-o", "-", id], command: "save", on: stage)
    }

    @Test("Ctrl-C while a job is waited for ends at once, with nothing left behind", arguments: ["play", "save"])
    func interrupted(command: String) async throws {
      let id = try await order(
        "Never",
        .noise(100) {
          $0.job.activeLooks = 1000
          $0.job.retryAfterSeconds = 50
        })
      let scratch = try TemporaryFolder()
      let arguments = command == "save" ? ["-o", scratch.path("")] : []
      let run = try GustProgram.start(arguments + [id], command: command, on: stage)
      #expect(await eventually { !stage.simulator.log().isEmpty })
      try await Task.sleep(for: .milliseconds(100))
      run.send(SIGINT)
      let result = try await GustProgram.end(of: run)
      #expect(result.ending == .signal(SIGINT) && result.error.isEmpty, "\(result.error)")
      #expect(scratch.names.isEmpty)
    }

    @Test("On a terminal a line says what is waited for; with -q, none does", arguments: [[], ["-q"]])
    func terminal(options: [String]) async throws {
      let scenario = Scenario.noise(200) { $0.job.activeLooks = 2 }
      let id = try await order("Shown", scenario)
      // Somebody who presses no key: at the end of its own input “script” would press one.
      let keys = try LivePipe()
      let run = try keys.start(
        "script", ["-qec", ([GustProgram.path, "play"] + options + [id]).joined(separator: " "), "/dev/null"],
        environment: GustProgram.environment(on: stage).merging(["TERM": "xterm"]) { $1 })
      let result = try await offPool { try run.wait(limit: .seconds(30)) }
      #expect(result.ending == .exit(0))
      let shown = String(decoding: result.output, as: UTF8.self)
      if options.isEmpty {
        #expect(shown.contains("waiting for \(id): active"), "\(shown.debugDescription)")
        #expect(shown.hasSuffix("\r\u{1B}[J"), "the line stays: \(shown.debugDescription)")
      } else {
        #expect(shown.isEmpty, "\(shown.debugDescription)")
      }
    }
  }
}
