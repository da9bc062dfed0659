import AudioTypes
import BreezeSimulator
import Glibc
import PulseHarness
import Testing

extension EndToEndTests {
  /// Several programs of one listener, on one sound server.
  @Suite struct Seats {
    let stage: Stage

    init() throws {
      stage = try EndToEndTests.stage
    }

    private func say(_ text: String, _ arguments: String...) throws -> ProgramRun {
      try GustProgram.start(["--format", "pcm"] + arguments + [text], on: stage)
    }

    @Test("Three at the same time speak one after the other, in the order in which they came")
    func queueing() async throws {
      let (long, scenario) = (Scenario.noise(4000, pace: Pace()), Scenario.noise(1000, pace: Pace()))
      stage.set(scenario)
      stage.simulator.enqueue([long])
      let recording = try await stage.hear { recorder in
        let first = try say("First")
        try await recorder.waitForSound(.milliseconds(100))
        let second = try say("Second")
        await stage.waitForQueue(of: 1)
        let third = try say("Third")
        await stage.waitForQueue(of: 2)
        #expect(stage.requests.count == 1, "who waits has nothing made")
        for run in [first, second, third] {
          let result = try await GustProgram.end(of: run)
          #expect(result.ending == .exit(0) && result.error.isEmpty, "\(result.error)")
        }
      }
      let others = try ["Second", "Third"].flatMap { try stage.samples($0, scenario) }
      expectSame(recording.sound, try stage.samples("First", long) + others)
    }

    @Test("Three that are started at once do not overlap, whichever is first")
    func racing() async throws {
      let scenario = Scenario.noise(400, pace: Pace())
      stage.set(scenario)
      let texts = ["A", "B", "C"]
      let recording = try await stage.hear { _ in
        let runs = try texts.map { try say($0) }
        for run in runs { #expect(try await GustProgram.end(of: run).ending == .exit(0)) }
      }
      let samples = try texts.map { try stage.samples($0, scenario) }
      let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]
      #expect(orders.contains { order in recording.sound == order.flatMap { samples[$0] } })
    }

    @Test("--now ends what is spoken, and speaks before what waits")
    func interrupting() async throws {
      let (long, scenario) = (Scenario.noise(10_000, pace: Pace()), Scenario.noise(1500, pace: Pace()))
      stage.set(scenario)
      stage.simulator.enqueue([long])
      let recording = try await stage.hear { recorder in
        let speaking = try say("Speaking")
        try await recorder.waitForSound(.milliseconds(200))
        let waiting = try say("Waiting")
        await stage.waitForQueue(of: 1)
        let hasty = try say("Hasty", "--now")
        let interrupted = try await GustProgram.end(of: speaking)
        #expect(interrupted.ending == .exit(11))
        #expect(interrupted.lines.first?.hasPrefix("gust: Heard ") == true, "\(interrupted.error)")
        #expect(interrupted.lines.dropFirst() == ["gust: Interrupted by speech with --now."])
        #expect(try await GustProgram.end(of: hasty).ending == .exit(0))
        #expect(try await GustProgram.end(of: waiting).ending == .exit(0))
      }
      let after = try ["Hasty", "Waiting"].flatMap { try stage.samples($0, scenario) }
      expectSame(Array(recording.sound.suffix(after.count)), after)
      let before = recording.sound.count - after.count
      let whole = try stage.samples("Speaking", long).count
      #expect(before >= 4800 && before < whole)
    }

    @Test("--mix speaks beside the others")
    func mixing() async throws {
      let long = Scenario.noise(20_000, pace: Pace())
      stage.set(.noise(1000, pace: Pace()))
      stage.simulator.enqueue([long])
      let recording = try await stage.hear { recorder in
        let speaking = try say("Speaking")
        try await recorder.waitForSound(.milliseconds(100))
        #expect(try await GustProgram.end(of: try say("Beside", "--mix")).ending == .exit(0))
        speaking.send(SIGINT)
        #expect(try await GustProgram.end(of: speaking).ending == .signal(SIGINT), "it had not ended")
      }
      let changed = zip(recording.sound, try stage.samples("Speaking", long)).count { $0 != $1 }
      #expect(changed > 12_000, "another was heard at the same time")
    }

    @Test("gust stop silences who speaks, who waits and who mixes")
    func stopping() async throws {
      stage.set(.noise(20_000, pace: Pace()))
      let recording = try await stage.hear { recorder in
        let speaking = try say("Speaking")
        try await recorder.waitForSound(.milliseconds(200))
        let others = [try say("Waiting"), try say("Beside", "--mix")]
        #expect(await eventually { (try? stage.programs().count) == 3 && stage.requests.count == 2 })
        let stop = try await GustProgram.run([], command: "stop", on: stage)
        #expect(stop.ending == .exit(0) && stop.error == "gust: 3 silenced.\n", "\(stop.error)")
        for run in [speaking] + others {
          let result = try await GustProgram.end(of: run)
          #expect(result.ending == .exit(11) && result.lines.last == "gust: Silenced by gust stop.", "\(result.error)")
        }
      }
      #expect(recording.format.duration(of: FrameCount(recording.sound.count)) < .seconds(10))
      #expect(stage.requests.count == 2)
      let again = try await GustProgram.run([], command: "stop", on: stage)
      #expect(again.ending == .exit(0) && again.error == "gust: Nobody was speaking.\n")
      #expect(try await GustProgram.run(["-q"], command: "stop", on: stage).error.isEmpty)
    }

    @Test("gust stop ends at once what still waits for its text", arguments: [[], ["-o", "speech.pcm", "--tee"]])
    func stoppingBeforeText(_ arguments: [String]) async throws {
      stage.set(.noise(300))
      let scratch = try TemporaryFolder()
      let options = arguments.map { $0.hasPrefix("-") ? $0 : scratch.path($0) }
      let run = try GustProgram.start(options + ["-f", try scratch.makePipe("text")], on: stage)
      #expect(await eventually { (try? stage.programs().isEmpty) == false })
      // Lets it come to where it waits.
      try await Task.sleep(for: .milliseconds(400))
      let stop = try await GustProgram.run([], command: "stop", on: stage)
      #expect(stop.ending == .exit(0) && stop.error == "gust: 1 silenced.\n", "\(stop.error)")
      let result = try await GustProgram.end(of: run)
      #expect(result.ending == .exit(11) && result.error == "gust: Silenced by gust stop.\n", "\(result.error)")
      #expect(stage.requests.isEmpty)
    }

    @Test("Whoever waits goes on at once when the speaker is killed")
    func killed() async throws {
      let scenario = Scenario.noise(500, pace: Pace())
      stage.set(.noise(20_000, pace: Pace()))
      let recording = try await stage.hear { recorder in
        let speaking = try say("Speaking")
        try await recorder.waitForSound(.milliseconds(200))
        let waiting = try say("Waiting")
        await stage.waitForQueue(of: 1)
        stage.set(scenario)
        speaking.send(SIGKILL)
        #expect(try await GustProgram.end(of: speaking).ending == .signal(SIGKILL))
        #expect(try await GustProgram.end(of: waiting).ending == .exit(0))
      }
      let after = try stage.samples("Waiting", scenario)
      expectSame(Array(recording.sound.suffix(after.count)), after)
    }

    @Test("Ctrl-C ends a wait by the signal, and what is only saved does not wait")
    func waitingEnds() async throws {
      stage.set(.noise(20_000, pace: Pace()))
      _ = try await stage.hear { recorder in
        let speaking = try say("Speaking")
        try await recorder.waitForSound(.milliseconds(100))
        let waiting = try say("Waiting")
        await stage.waitForQueue(of: 1)
        waiting.send(SIGINT)
        #expect(try await GustProgram.end(of: waiting).ending == .signal(SIGINT))
        stage.set(.noise(300))
        let scratch = try TemporaryFolder()
        let saving = try say("Saved", "-o", scratch.path("saved.pcm"))
        #expect(try await GustProgram.end(of: saving).ending == .exit(0))
        speaking.send(SIGINT)
        #expect(try await GustProgram.end(of: speaking).ending == .signal(SIGINT))
      }
    }

    @Test("A folder that is not private is said, and does not keep speech back")
    func openFolder() async throws {
      let scenario = Scenario.noise(300)
      stage.set(scenario)
      let runtime = try TemporaryFolder()
      unsafe mkdir(runtime.path("gust"), 0o755)
      let recording = try await stage.hear { _ in
        let result = try await GustProgram.run(
          ["--format", "pcm", "Alone"], on: stage, environment: ["XDG_RUNTIME_DIR": runtime.path("")])
        #expect(result.ending == .exit(0))
        #expect(result.error.contains("is not a private folder of yours"), "\(result.error)")
      }
      expectSame(recording.sound, try stage.samples("Alone", scenario))
    }
  }
}
