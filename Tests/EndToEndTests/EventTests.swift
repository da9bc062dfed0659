import BreezeSimulator
import Foundation
import PulseHarness
import Testing

extension EndToEndTests {
  /// `--json`: what happens, as lines for programs.
  @Suite struct Events {
    let stage: Stage

    init() throws {
      stage = try EndToEndTests.stage
    }

    @Test("say tells what happens, to the report and the exit status", arguments: [[], ["-q"]])
    func say(_ options: [String]) async throws {
      stage.set(.noise(400))
      let result = try await GustProgram.run(["--json", "--format", "pcm", "Told"] + options, on: stage)
      #expect(result.ending == .exit(0) && result.error.isEmpty, "\(result.error)")
      let lines = try result.events()
      #expect(lines.map(\.name) == ["begin", "connecting", "first_byte", "started", "finished", "position", "end"])
      #expect(lines[0].text("command") == "say" && lines[6].number("exit_status") == 0)
      #expect(lines[5].number("characters") == 4 && lines[5].fields["ms"] as? Double == 400)
      #expect(lines[1...4].allSatisfy { $0.number("utterance") == 1 })
      let report = lines[4].object("report")
      #expect(report["schema"] as? String == "gust-latency-report" && report["outcome"] as? String == "finished")
      #expect((report["audio"] as? [String: Any])?["heard_ms"] as? Int == 400)
    }

    @Test("A file is told when it has its name")
    func saved() async throws {
      let scenario = Scenario.noise(300)
      stage.set(scenario)
      let scratch = try TemporaryFolder()
      let result = try await GustProgram.run(["-q", "--json", "-o", scratch.path("a.mp3"), "Kept"], on: stage)
      let lines = try result.events()
      #expect(lines.map(\.name) == ["begin", "connecting", "finished", "saved", "end"])
      #expect(lines[3].text("path") == scratch.path("a.mp3") && lines[3].fields["complete"] as? Bool == true)
      #expect(lines[3].number("bytes") == (try stage.bytes("Kept", .mp3, scenario).count))
    }

    @Test("Retries, breaks and what mends them are told")
    func mishaps() async throws {
      stage.set(
        .noise(600) {
          $0.failure = Failure(status: 429, code: "RATE_LIMITED", times: 1)
          $0.cut = Cut(afterBytes: 14_400)
        })
      let result = try await GustProgram.run(["-q", "--json", "--format", "pcm", "Mended"], on: stage)
      let lines = try result.events()
      #expect(lines[2].name == "retrying" && lines[2].number("number") == 1 && lines[2].fields["delay_ms"] != nil)
      #expect(lines[2].text("reason")?.contains("429") == true)
      #expect(lines.contains { $0.name == "recovering" && $0.text("reason") != nil })
      #expect(lines.contains { $0.name == "recovered" && $0.text("method") == "bytes" })
      #expect(lines.last?.number("exit_status") == 0)
    }

    @Test("A failure is told with its sentence, wherever it was found")
    func failures() async throws {
      stage.set(Scenario { $0.failure = Failure(status: 402, code: "BILLING_INSUFFICIENT_CREDITS") })
      let refused = try await GustProgram.run(["--json", "Poor"], on: stage)
      refused.expectEvents(4)
      let refusedLines = try refused.events()
      #expect(refusedLines.map(\.name) == ["begin", "connecting", "finished", "end"])
      #expect(refusedLines.last?.text("error")?.contains("credits") == true)
      let keyless = try await GustProgram.run(["--json", "Poor"], on: stage, environment: ["BREEZE_API_KEY": nil])
      keyless.expectEvents(3)
      #expect(try keyless.events().map(\.name) == ["begin", "end"])
      let misspelt = try await GustProgram.run(["--json", "--voise"], on: stage)
      misspelt.expectFailure(2, ["--voise"])
    }

    @Test("A signal is told")
    func signal() async throws {
      stage.set(.noise(20_000))
      let recording = try await stage.hear { recorder in
        let run = try GustProgram.start(["--json", "Stopped"], on: stage)
        try await recorder.waitForSound(.milliseconds(100))
        run.send(SIGINT)
        let result = try await GustProgram.end(of: run)
        #expect(result.ending == .signal(SIGINT))
        let lines = try result.events()
        #expect(lines.last?.number("exit_status") == 130 && lines.last?.number("signal") == 2)
        #expect(lines.first { $0.name == "finished" }?.object("report")["outcome"] as? String == "stopped")
      }
      #expect(!recording.sound.isEmpty)
    }

    @Test(
      "A signal is told while the text is still waited for, too", arguments: [SIGINT, SIGTERM],
      [[], ["-o", "x.mp3"]] as [[String]])
    func signalBeforeText(_ signal: Int32, _ options: [String]) async throws {
      stage.set(.noise(300))
      let scratch = try TemporaryFolder()
      let saving = options.map { $0.hasPrefix("-") ? $0 : scratch.path($0) }
      let run = try GustProgram.start(["--json", "-f", try scratch.makePipe("text")] + saving, on: stage)
      #expect(await eventually { !run.output.isEmpty })
      run.send(signal)
      let result = try await GustProgram.end(of: run)
      #expect(result.ending == .signal(signal) && result.error.isEmpty, "\(result.error)")
      let lines = try result.events()
      #expect(lines.map(\.name) == ["begin", "end"])
      #expect(lines.last?.number("exit_status") == 128 + Int(signal))
      #expect(lines.last?.number("signal") == Int(signal))
    }

    @Test("A signal is told while nobody reads the pipe that is to be saved to, too", arguments: [[], ["--tee"]])
    func signalBeforeReader(_ options: [String]) async throws {
      stage.set(.noise(300))
      let scratch = try TemporaryFolder()
      let run = try GustProgram.start(["--json", "-o", try scratch.makePipe("audio"), "Unread"] + options, on: stage)
      #expect(await eventually { !run.output.isEmpty })
      // Lets it come to where it waits.
      try await Task.sleep(for: .milliseconds(200))
      run.send(SIGINT)
      let result = try await GustProgram.end(of: run)
      #expect(result.ending == .signal(SIGINT) && result.error.isEmpty, "\(result.error)")
      #expect(try result.events().map(\.name) == ["begin", "finished", "end"])
      #expect(stage.requests.isEmpty)
    }

    @Test("gust stop is told while the text is still waited for, too")
    func stopBeforeText() async throws {
      stage.set(.noise(300))
      let scratch = try TemporaryFolder()
      let run = try GustProgram.start(["--json", "-f", try scratch.makePipe("text")], on: stage)
      #expect(await eventually { (try? stage.programs().isEmpty) == false })
      // Lets it come to where it answers.
      try await Task.sleep(for: .milliseconds(400))
      let stop = try await GustProgram.run([], command: "stop", on: stage)
      #expect(stop.error == "gust: 1 silenced.\n")
      let result = try await GustProgram.end(of: run)
      #expect(result.ending == .exit(11) && result.error == "gust: Silenced by gust stop.\n", "\(result.error)")
      let lines = try result.events()
      #expect(lines.map(\.name) == ["begin", "end"])
      #expect(lines.last?.number("exit_status") == 11)
      #expect(lines.last?.text("error") == "Silenced by gust stop.")
    }

    @Test("play and save tell the same")
    func stored() async throws {
      let id = try await stage.generate("Stored", .noise(300))
      let scratch = try TemporaryFolder()
      let played = try await GustProgram.run(["--json", id], command: "play", on: stage)
      let playedLines = try played.events()
      #expect(playedLines.first?.text("command") == "play")
      #expect(playedLines.map(\.name) == ["begin", "connecting", "first_byte", "started", "finished", "end"])
      let saved = try await GustProgram.run(["-q", "--json", id, "-o", scratch.path("")], command: "save", on: stage)
      let savedLines = try saved.events()
      #expect(savedLines.first?.text("command") == "save")
      let name = try #require(scratch.names.first)
      #expect(savedLines.first { $0.name == "saved" }?.text("path")?.hasSuffix("/\(name)") == true)
    }
  }
}

extension ProgramRun.Result {
  /// Expects that the program gave up with `status`, after one line on standard error.
  fileprivate func expectEvents(_ status: Int32, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(ending == .exit(status) && lines.count == 1, "\(error)", sourceLocation: sourceLocation)
  }
}
