import AudioTypes
import BreezeSimulator
import Dispatch
import Glibc
import PulseHarness
import Testing

extension EndToEndTests {
  /// `gust say -i` in a real terminal.
  @Suite struct Interactive {
    let stage: Stage

    init() throws {
      stage = try EndToEndTests.stage
    }

    /// Starts it, and waits for its prompt.
    private func start(
      _ options: String = "", environment: [String: String?] = [:]
    ) async throws -> (terminal: ShellTerminal, settings: [UInt8]) {
      let terminal = try ShellTerminal(on: stage, environment: environment)
      let settings = try await terminal.settings()
      try terminal.type("clear; gust say -i --format pcm \(options); echo status $?")
      #expect(await eventually { terminal.lines.last == ">" }, "\(terminal.lines)")
      return (terminal, settings)
    }

    /// The same, with a line that sounds, and the number of its process.
    private func startSpeaking(
      _ recorder: MonitorRecorder
    ) async throws -> (terminal: ShellTerminal, settings: [UInt8], process: pid_t) {
      let (terminal, settings) = try await start()
      try terminal.type("Long")
      try await recorder.waitForSound(.milliseconds(100))
      return (terminal, settings, try #require(try stage.programs().first))
    }

    /// Expects that it has ended with `status`, and left the terminal as it was.
    private func expectEnd(
      of terminal: ShellTerminal, _ settings: [UInt8], _ status: Int = 0,
      sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
      _ = try await terminal.line(with: "status \(status)", sourceLocation: sourceLocation)
      #expect(try await terminal.settings() == settings, sourceLocation: sourceLocation)
    }

    @Test("Lines are spoken one behind the other, also those that are entered during speech; Ctrl-D waits for them")
    func queue() async throws {
      let scenario = Scenario.noise(900, pace: Pace())
      stage.set(scenario)
      let recording = try await stage.hear { recorder in
        let (terminal, settings) = try await start()
        try terminal.type("First")
        try await recorder.waitForSound(.milliseconds(100))
        try terminal.type("Second, äöü 日本語")
        try terminal.type("//Third")
        #expect(await eventually { terminal.lines.last?.hasPrefix("▶") == true }, "\(terminal.lines)")
        try terminal.press("C-d")
        _ = try await terminal.line(with: "It ends when all is spoken")
        try await expectEnd(of: terminal, settings)
      }
      let texts = ["First", "Second, äöü 日本語", "/Third"]
      expectSame(recording.sound, try texts.flatMap { try stage.samples($0, scenario) })
      #expect(stage.requests.count == 3)
    }

    @Test("Ctrl-C ends the speech, drops what waits and keeps what is typed; then it ends the program")
    func interrupt() async throws {
      let scenario = Scenario.noise(20_000, pace: Pace())
      stage.set(scenario)
      let recording = try await stage.hear { recorder in
        let (terminal, settings) = try await start()
        try terminal.type("Long")
        try await recorder.waitForSound(.milliseconds(300))
        try terminal.type("Never")
        try terminal.type(withoutEnter: "not yet 日本")
        _ = try await terminal.line(with: "▶ not yet")
        try terminal.press("C-c")
        _ = try await terminal.line(with: "gust: Stopped. Heard ")
        #expect(await eventually { terminal.lines.last == "> not yet 日本" }, "\(terminal.lines)")
        stage.simulator.setScenario(.noise(300))
        try terminal.type(" 語")
        #expect(await eventually { stage.requests.count == 2 })
        #expect(await eventually { terminal.lines.last == ">" })
        try terminal.type(withoutEnter: "dropped")
        _ = try await terminal.line(with: "> dropped")
        try terminal.press("C-c")
        #expect(await eventually { terminal.lines.last == ">" })
        try terminal.press("C-c")
        _ = try await terminal.line(with: "Ctrl-C once more")
        try terminal.press("C-c")
        try await expectEnd(of: terminal, settings)
      }
      let last = try stage.samples("not yet 日本 語", .noise(300))
      expectSame(Array(recording.sound.suffix(last.count)), last)
      // The voice goes within 10 ms.
      expectPrefix(Array(recording.sound.dropLast(last.count + 240)), of: try stage.samples("Long", scenario))
      #expect(recording.format.duration(of: FrameCount(recording.sound.count)) < .seconds(10))
    }

    @Test(
      "Behind Escape and in a search, too, Ctrl-C drops the line, and ends what waits for its end",
      arguments: ["Escape", "C-r", "M-x"])
    func incompleteKeys(_ key: String) async throws {
      stage.set(.noise(20_000, pace: Pace()))
      _ = try await stage.hear { recorder in
        let (terminal, settings) = try await start()
        try terminal.type(withoutEnter: "half")
        _ = try await terminal.line(with: "> half")
        try await press(key, on: terminal)
        try terminal.press("C-c")
        #expect(await eventually { terminal.lines.last == ">" }, "\(terminal.lines)")
        try terminal.type("Long")
        try await recorder.waitForSound(.milliseconds(100))
        try terminal.press("C-d")
        _ = try await terminal.line(with: "It ends when all is spoken")
        try await press(key, on: terminal)
        try terminal.press("C-c")
        try await expectEnd(of: terminal, settings)
      }
    }

    @Test("Behind Escape and in a search, too, SIGTERM takes the prompt away", arguments: ["Escape", "C-r", "M-x"])
    func endWithIncompleteKeys(_ key: String) async throws {
      stage.set(.noise(20_000, pace: Pace()))
      _ = try await stage.hear { recorder in
        let (terminal, settings, process) = try await startSpeaking(recorder)
        try terminal.type(withoutEnter: "half")
        _ = try await terminal.line(with: "half")
        try await press(key, on: terminal)
        kill(process, SIGTERM)
        try await expectEnd(of: terminal, settings, 128 + Int(SIGTERM))
        #expect(!terminal.lines.contains { $0.contains("half") }, "\(terminal.lines)")
      }
    }

    /// Presses a key of which nothing may be seen, and gives the editor the time to read it.
    private func press(_ key: String, on terminal: ShellTerminal) async throws {
      try terminal.press(key)
      try await Task.sleep(for: .milliseconds(300))
    }

    @Test("/pause stands still and lets others speak, /resume goes on at the same sample, /again says it again")
    func pausing() async throws {
      let scenario = Scenario.noise(1500, pace: Pace())
      stage.set(scenario)
      let recording = try await stage.hear { recorder in
        let (terminal, settings) = try await start()
        try terminal.type("Text")
        try await recorder.waitForSound(.milliseconds(300))
        try terminal.type("/pause")
        #expect(await eventually { terminal.lines.last == "‖" }, "\(terminal.lines)")
        let heard = try await recorder.waitForSilence()
        #expect(try await GustProgram.run(["--format", "pcm", "Between"], on: stage).ending == .exit(0))
        let between = try stage.samples("Between", scenario).count
        #expect(await eventually { recorder.recording.sound.count >= heard + between })
        #expect(recorder.recording.sound.count == heard + between)
        try terminal.type("/resume")
        #expect(await eventually { terminal.lines.last == ">" }, "\(terminal.lines)")
        try terminal.type("/again")
        try terminal.press("C-d")
        try await expectEnd(of: terminal, settings)
      }
      let (text, between) = (try stage.samples("Text", scenario), try stage.samples("Between", scenario))
      let cut = zip(recording.sound, text).prefix { $0 == $1 }.count
      expectSame(recording.sound, Array(text[..<cut]) + between + Array(text[cut...]) + text)
    }

    @Test("What is stopped while it stands still does not come back, and the next line is heard")
    func stoppedPause() async throws {
      let scenario = Scenario.noise(20_000, pace: Pace())
      stage.set(scenario)
      let recording = try await stage.hear { recorder in
        let (terminal, settings) = try await start()
        try terminal.type("Long")
        try await recorder.waitForSound(.milliseconds(200))
        try terminal.type("/pause")
        #expect(await eventually { terminal.lines.last == "‖" }, "\(terminal.lines)")
        try terminal.type("/stop")
        #expect(await eventually { terminal.lines.last == ">" }, "\(terminal.lines)")
        stage.simulator.setScenario(.noise(300))
        try terminal.type("After")
        try terminal.type("/quit")
        try await expectEnd(of: terminal, settings)
      }
      let after = try stage.samples("After", .noise(300))
      expectSame(Array(recording.sound.suffix(after.count)), after)
      #expect(recording.format.duration(of: FrameCount(recording.sound.count)) < .seconds(10))
    }

    @Test("Another voice, another sink, a wrong command and a failure leave it going on")
    func commands() async throws {
      let scenario = Scenario.noise(300)
      stage.set(scenario)
      var terminal: ShellTerminal?
      let recording = try await stage.hear(on: "other") { recorder in
        let (started, settings) = try await start("--volume 1")
        terminal = started
        try started.type("/voise x")
        _ = try await started.line(with: "Did you mean /voice?")
        try started.type("/voice voc_another")
        try started.type("Nobody")
        _ = try await started.line(with: "does not know this voice")
        try started.type("/voice \(BreezeSimulator.defaultVoice)")
        try started.type("/device nowhere")
        _ = try await started.line(with: "no output device named “nowhere”")
        try started.type("/device other")
        try started.type("Elsewhere")
        try await recorder.waitForSound(.milliseconds(290))
        #expect(await eventually { started.lines.last == ">" })
        try started.type("/timings")
        _ = try await started.line(with: "TTFA, heard")
        stage.simulator.setScenario(.noise(300) { $0.failure = Failure(status: 401, code: "AUTH_REQUIRED") })
        try started.type("Refused")
        _ = try await started.line(with: "API key")
        stage.simulator.setScenario(scenario)
        try started.type("/quit")
        try await expectEnd(of: started, settings)
      }
      expectSame(recording.sound, try stage.samples("Elsewhere", scenario))
      #expect(stage.requests.count == 3 && stage.requests[0].path.contains("voc_another"))
      #expect(terminal?.lines.joined().contains(Stage.key) == false)
    }

    @Test("Ctrl-C gives up a sink that keeps one waiting: here for a service that says nothing")
    func abandonedSink() async throws {
      let ended = DispatchSemaphore(value: 0)
      defer { ended.signal() }
      let silent = try ListeningServer { _ in
        _ = ended.wait(timeout: .now() + 60)
        return nil
      }
      let (terminal, settings) = try await start("--base-url \(silent.url())")
      try terminal.type("/device other")
      #expect(await eventually { !silent.requests.isEmpty })
      // Lets the command come to where it waits.
      try await Task.sleep(for: .milliseconds(300))
      try terminal.press("C-c")
      _ = try await terminal.line(with: "the sink stays as it was")
      try terminal.type("/device")
      _ = try await terminal.line(with: "The sink is the server's default.")
      try terminal.type("/quit")
      try await expectEnd(of: terminal, settings)
    }

    @Test("Lines come back in the next session, but none with a key; Tab completes commands")
    func history() async throws {
      stage.set(.noise(200))
      let scratch = try TemporaryFolder()
      let environment: [String: String?] = ["GUST_STATE": nil, "XDG_STATE_HOME": scratch.path("")]
      do {
        let (terminal, settings) = try await start(environment: environment)
        // Faster than anybody reads: what is typed ahead counts, too.
        for line in ["One", "my key is brz_0123", "Two"] { try terminal.type(line) }
        try terminal.press("C-d")
        try await expectEnd(of: terminal, settings)
      }
      #expect(String(decoding: try scratch.read("gust/history"), as: UTF8.self) == "One\nTwo\n")
      stage.set(.noise(200))
      let (terminal, settings) = try await start(environment: environment)
      for _ in 0..<3 { try terminal.press("Up") }
      #expect(await eventually { terminal.lines.last == "> One" }, "\(terminal.lines)")
      try terminal.press("Enter")
      #expect(await eventually { stage.requests.count == 1 })
      try terminal.type(withoutEnter: "/v")
      try terminal.press("Tab")
      #expect(await eventually { terminal.lines.last?.hasSuffix(" /vo") == true }, "\(terminal.lines)")
      try terminal.press("Tab")
      _ = try await terminal.line(with: "/voice  /volume")
      try terminal.type(withoutEnter: "l")
      try terminal.press("Tab")
      _ = try await terminal.line(with: "> /volume")
      try terminal.type("")
      _ = try await terminal.line(with: "The volume is 1.0.")
      try terminal.press("C-d")
      try await expectEnd(of: terminal, settings)
    }

    @Test("Ctrl-Z gives the shell its terminal, and fg shows the line that was edited")
    func suspension() async throws {
      let scenario = Scenario.noise(1500, pace: Pace())
      stage.set(scenario)
      let recording = try await stage.hear { recorder in
        let terminal = try ShellTerminal(on: stage)
        let settings = try await terminal.settings()
        try terminal.type("clear; gust say -i --format pcm")
        #expect(await eventually { terminal.lines.last == ">" })
        try terminal.type("Text")
        try await recorder.waitForSound(.milliseconds(300))
        try terminal.type(withoutEnter: "half a li")
        // Ctrl-Z has the kernel drop what nobody has read yet.
        _ = try await terminal.line(with: " half a li")
        try terminal.press("C-z")
        _ = try await terminal.line(with: "Stopped")
        #expect(try await terminal.settings() == settings)
        let heard = try await recorder.waitForSilence()
        try await Task.sleep(for: .milliseconds(300))
        #expect(recorder.recording.sound.count == heard)
        try terminal.type("fg")
        #expect(await eventually { terminal.lines.last?.hasSuffix(" half a li") == true }, "\(terminal.lines)")
        try terminal.type("ne")
        try terminal.press("C-d")
        #expect(await eventually { terminal.lines.last == "$" }, "\(terminal.lines)")
        #expect(try await terminal.settings() == settings)
      }
      expectSame(recording.sound, try ["Text", "half a line"].flatMap { try stage.samples($0, scenario) })
    }

    @Test(
      "gust stop silences it and not more; SIGTERM and a crash end it and set the terminal back",
      arguments: [SIGTERM, SIGSEGV])
    func endings(_ signal: Int32) async throws {
      stage.set(.noise(20_000, pace: Pace()))
      _ = try await stage.hear { recorder in
        let (terminal, settings, process) = try await startSpeaking(recorder)
        let stop = try await GustProgram.run([], command: "stop", on: stage)
        #expect(stop.error == "gust: 1 silenced.\n")
        _ = try await terminal.line(with: "Silenced by gust stop.")
        #expect(await eventually { terminal.lines.last == ">" }, "\(terminal.lines)")
        try terminal.type("Long again")
        try await recorder.waitForSound(.milliseconds(400))
        kill(process, signal)
        try await expectEnd(of: terminal, settings, 128 + Int(signal))
      }
    }

    @Test(
      "Without a terminal, or beside what it does not go with, it is a usage error",
      arguments: [[], ["Hello"], ["-o", "x.mp3"]])
    func usage(_ arguments: [String]) async throws {
      let result = try await GustProgram.run(["-i"] + arguments, on: stage)
      #expect(result.ending == .exit(2))
      #expect(result.error.hasPrefix("gust: --interactive "), "\(result.error)")
    }
  }
}
