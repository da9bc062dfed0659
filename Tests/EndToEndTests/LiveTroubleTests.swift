import AudioTypes
import BreezeSimulator
import Glibc
import PulseHarness
import Testing

extension EndToEndTests {
  /// `gust say` with a text of many parts when something goes wrong, or it is told to stop.
  @Suite struct LiveTroubles {
    let stage: Stage
    private static let texts = (1...5).map { "This is part \($0)." }
    private static let input = Array(texts.joined(separator: "\n\n").utf8)

    init() throws {
      stage = try EndToEndTests.stage
    }

    private static func refusing(_ status: Int, _ code: String, times: Int?) -> Scenario {
      .noise(900, pace: .modest) { $0.failure = Failure(status: status, code: code, times: times) }
    }

    @Test("A part that fails is named; the rest goes on with --keep-going, and else not", arguments: [false, true])
    func failing(_ keepsGoing: Bool) async throws {
      let scenario = Scenario.noise(900, pace: .modest)
      stage.set(scenario)
      stage.simulator.enqueue([scenario, Self.refusing(500, "UPSTREAM_GENERATION_ERROR", times: nil)])
      let heard = keepsGoing ? [0, 2, 3, 4] : [0]
      let recording = try await stage.hear { _ in
        let result = try await GustProgram.run(
          ["--format", "pcm", "--json"] + (keepsGoing ? ["--keep-going"] : []), on: stage, input: Self.input)
        #expect(result.ending == .exit(6), "\(result.error)")
        #expect(result.error.contains("500"))
        if keepsGoing {
          #expect(result.error.contains("at character 18: “This is part 2.…”"), "\(result.error)")
          #expect(result.error.contains("1 of 5 parts"), "\(result.error)")
        } else {
          #expect(result.lines.count == 1, "\(result.error)")
          #expect(result.error.contains("up to about character 15 of"), "\(result.error)")
        }
        let events = try result.events()
        #expect(events.filter { $0.name == "failed" }.map { $0.number("utterance") } == [2])
        let report = try #require(events.first { $0.name == "spoken" }).object("report")
        #expect(report["outcome"] as? String == (keepsGoing ? "incomplete" : "failed"))
        #expect(events.last?.number("exit_status") == 6)
      }
      expectSame(recording.sound, try heard.flatMap { try stage.samples(Self.texts[$0], scenario) })
    }

    @Test("A service without room for two at a time: one after the other, and nothing is lost")
    func oneAtATime() async throws {
      let scenario = Scenario.noise(900, pace: .modest)
      stage.set(scenario)
      stage.simulator.enqueue([scenario, Self.refusing(429, "GENERATION_CONCURRENCY_EXCEEDED", times: 1)])
      let recording = try await stage.hear { _ in
        let result = try await GustProgram.run(["--format", "pcm", "--json"], on: stage, input: Self.input)
        #expect(result.ending == .exit(0), "\(result.error)")
        #expect(result.lines.count == 1 && result.error.contains("429"), "\(result.error)")
        let depth = try #require(try result.events().first { $0.name == "depth" })
        #expect(depth.number("depth") == 1 && depth.text("reason")?.contains("429") == true)
      }
      #expect(stage.texts == Self.texts)
      expectSame(recording.sound, try stage.spoken(scenario))
    }

    @Test("Ctrl-C ends it in mid-text, says how far it was heard, and leaves no request behind")
    func stopping() async throws {
      let scenario = Scenario.noise(2000, pace: .modest)
      stage.set(scenario)
      let scratch = try TemporaryFolder()
      var told: [String: Any] = [:]
      let recording = try await stage.hear { recorder in
        let run = try GustProgram.start(
          ["--format", "pcm", "--json", "--latency-report", scratch.path("report")], on: stage, input: Self.input)
        try await recorder.waitForSound(.milliseconds(2700))
        run.send(SIGINT)
        let result = try await GustProgram.end(of: run)
        #expect(result.ending == .signal(SIGINT))
        let report = try #require(try result.events().first { $0.name == "spoken" }).object("report")
        #expect(report["outcome"] as? String == "stopped")
        told = try #require(report["position"] as? [String: Any])
        #expect(result.lines.count == 1, "\(result.error)")
        #expect(
          result.error.contains("of part 2, up to about character \(told["characters"] ?? "") of"), "\(result.error)")
      }
      #expect(told["utterance"] as? Int == 2)
      // What the monitor had of the second part, and what the service said to that.
      let heard = Double(recording.sound.count - 48_000) / 24
      let position = try #require(told["ms"] as? Double)
      #expect(abs(position - heard) < 150, "\(position) ms told, \(heard) ms heard")
      let characters = try #require(told["characters"] as? Int)
      #expect(abs(Double(characters) - (17 + 15 * heard / 2000)) <= 2, "\(characters)")
      let report = try facts(ofJSON: try scratch.read("report"))
      #expect(report["outcome"] == "stopped" && report["position.characters"] == "\(characters)")
      #expect(await eventually { stage.requests.allSatisfy { $0.ending != nil } })
      #expect(stage.requests.count <= 3)
    }

    @Test("Ctrl-C ends it while more of the text is waited for")
    func stoppingTheWait() async throws {
      let scenario = Scenario.noise(300, pace: .modest)
      stage.set(scenario)
      let pipe = try LivePipe()
      let recording = try await stage.hear { recorder in
        let run = try pipe.start(["--format", "pcm"], on: stage)
        try pipe.write("That is all. ".utf8)
        try await recorder.waitForSound(.milliseconds(299))
        try await Task.sleep(for: .milliseconds(300))
        run.send(SIGINT)
        let result = try await GustProgram.end(of: run)
        #expect(result.ending == .signal(SIGINT))
        #expect(result.error == "gust: Heard 0.3 s, up to about character 12 of the text.\n")
      }
      expectSame(recording.sound, try stage.samples("That is all.", scenario))
    }

    @Test("An endless text is spoken in bounded memory until Ctrl-C", arguments: ["yes", "one line", "no spaces"])
    func endless(_ kind: String) async throws {
      stage.set(.noise(10))
      let source =
        switch kind {
        case "yes": "yes"
        case "one line": "yes 'and so on' | tr '\\n' ' ' | head -c 10000000"
        default: "head -c 10000000 /dev/zero | tr '\\0' x"
        }
      let run = try GustProgram.startShell(
        #"exec "$0" say --format pcm --echo > /dev/null < <("# + source + ")", [], on: stage)
      #expect(await eventually { stage.requests.count >= 10 })
      let early = try #require(peakMemory(ofProcess: run.identifier))
      #expect(await eventually { stage.requests.count >= 60 })
      let late = try #require(peakMemory(ofProcess: run.identifier))
      run.send(SIGINT)
      let result = try await GustProgram.end(of: run)
      #expect(result.ending == .signal(SIGINT), "\(result.error)")
      #expect(result.error.contains("up to about character"), "\(result.error)")
      print("\(kind): at most \(early) MiB, then \(late) MiB")
      #expect(late - early < 3 && late < 80, "from \(early) to \(late) MiB")
      #expect(stage.texts.allSatisfy { $0.count <= 600 })
    }

    @Test("With --keep-going, too, what ends it all is told once")
    func hopeless() async throws {
      stage.set(Self.refusing(402, "BILLING_INSUFFICIENT_CREDITS", times: nil))
      let result = try await GustProgram.run(["--keep-going"], on: stage, input: Self.input)
      result.expectFailure(4, ["402", "credits"])
      #expect(stage.requests.count == 1)
    }

    @Test("Nobody reads the echo: Ctrl-C ends it all the same")
    func blockedEcho() async throws {
      stage.set(.noise(10))
      let unread = try LivePipe()
      let text = (1...10_000).map { "This is sentence \($0)." }.joined(separator: " ")
      let scratch = try TemporaryFolder()
      let path = try scratch.write("text", Array(text.utf8))
      // One core is one thread for all that waits.
      let run = try GustProgram.startShell(
        #"exec taskset -c 0 "$0" say --echo -f "$1" >"$2""#, [path, unread.path], on: stage)
      #expect(await eventually { stage.requests.count >= 150 || unread.isFull })
      try await Task.sleep(for: .milliseconds(300))
      run.send(SIGINT)
      let result = try await GustProgram.end(of: run)
      #expect(result.ending == .signal(SIGINT), "\(result.error)")
    }

    @Test(
      "No text at all",
      arguments: [
        ("-f /dev/null", "text is empty"), ("< /dev/null", "text is empty"),
        ("< <(printf ' \\n\\t\\n')", "text is empty"),
        ("--markdown < <(printf '```\\ncode\\n```\\n')", "text is empty"), ("<&-", "cannot be read"),
        ("-f /tmp", "/tmp cannot be read"),
      ])
    func nothing(_ redirection: String, _ words: String) async throws {
      stage.set(.noise(100))
      let run = try GustProgram.startShell(#"exec "$0" say "# + redirection, [], on: stage)
      try await GustProgram.end(of: run).expectFailure(2, [words])
      #expect(stage.requests.isEmpty)
    }

    @Test("A machine without ICU is told which package it lacks")
    func withoutICU() async throws {
      stage.set(.noise(100))
      let scratch = try TemporaryFolder()
      for release in 60...99 { try scratch.write("libicuuc.so.\(release)", Array("no library".utf8)) }
      let result = try await GustProgram.run(
        [], on: stage, environment: ["LD_LIBRARY_PATH": scratch.path("")], input: Self.input)
      result.expectFailure(1, ["libicu72"])
      #expect(stage.requests.isEmpty)
    }
  }
}
