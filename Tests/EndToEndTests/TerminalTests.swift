import AudioTypes
import BreezeSimulator
import Foundation
import Glibc
import PulseHarness
import Testing

extension EndToEndTests {
  /// What people see and press, in a real terminal.
  @Suite struct Terminals {
    let stage: Stage

    /// The program takes keys only where it can put back those that are meant for the shell.
    private static let takesKeys =
      geteuid() == 0
      || (try? String(contentsOfFile: "/proc/sys/dev/tty/legacy_tiocsti", encoding: .utf8))?.hasPrefix("0") != true

    init() throws {
      stage = try EndToEndTests.stage
    }

    @Test("The live line shows how it stands, and is gone in the end")
    func liveLine() async throws {
      stage.set(.noise(2500, pace: Pace()))
      let terminal = try ShellTerminal(on: stage)
      // With so much in hand at first it does not stall on a busy machine.
      let command = "gust say --start 500 Hello; echo status $?"
      try terminal.type(command)
      let line = try await terminal.line(with: "TTFA")
      for part in ["▶ playing", " s  ▕", "in hand", "0 stalls", " ms"] { #expect(line.contains(part), "\(line)") }
      #expect(terminal.colors.contains("\u{1B}[32m"))
      _ = try await terminal.line(with: "status 0")
      // The shell's prompt comes a moment later.
      #expect(await eventually { terminal.lines == ["$ \(command)", "status 0", "$"] }, "\(terminal.lines)")
    }

    @Test("NO_COLOR takes its colours")
    func noColor() async throws {
      stage.set(.noise(2000, pace: Pace()))
      let terminal = try ShellTerminal(on: stage, environment: ["NO_COLOR": "1"])
      try terminal.type("gust say Hello; echo status $?")
      _ = try await terminal.line(with: "playing")
      #expect(!terminal.colors.contains("\u{1B}["))
      _ = try await terminal.line(with: "status 0")
    }

    @Test(
      "There is no line on a dumb terminal, with -q, and for speech in the background",
      arguments: [
        "TERM=dumb gust say Hello", "gust say -q Hello", "gust say Hello & sleep 1.5",
      ])
    func noLine(_ command: String) async throws {
      stage.set(.noise(1000, pace: Pace()))
      let terminal = try ShellTerminal(on: stage)
      try terminal.type("\(command); echo status $?")
      var seen = ""
      #expect(
        await eventually {
          let lines = terminal.lines
          seen += lines.joined()
          return lines.contains("status 0")
        })
      #expect(!seen.contains("hand") && !seen.contains("playing"), "\(seen)")
    }

    @Test("A narrow terminal shows less, a very narrow one nothing, and a wide one all again")
    func narrow() async throws {
      stage.set(.noise(60_000, pace: Pace()))
      let terminal = try ShellTerminal(on: stage)
      try terminal.type("seq 5; gust say Hello")
      #expect(try await terminal.line(with: "playing").contains("in hand"))
      try terminal.resize(columns: 30)
      #expect(
        await eventually { terminal.lines.last.map { $0.hasPrefix("▶ playing") && !$0.contains("hand") } ?? false })
      try terminal.resize(columns: 19)
      // What the terminal itself has broken may stay, but nothing is written any more.
      #expect(await terminal.comesToRest(), "\(terminal.lines)")
      try terminal.resize(columns: 100)
      #expect(try await terminal.line(with: "TTFA").contains("playing"))
      try terminal.press("C-c")
      #expect(await eventually { terminal.lines.last == "$" }, "\(terminal.lines)")
    }

    @Test(
      "Space pauses and goes on at the same sample, also when the text comes through a pipe",
      .enabled(if: takesKeys, "the kernel takes no bytes back"))
    func space() async throws {
      let scenario = Scenario.noise(2500, pace: Pace())
      stage.set(scenario)
      let recording = try await stage.hear { recorder in
        let terminal = try ShellTerminal(on: stage)
        let before = try await terminal.settings()
        try terminal.type("printf Hello | gust say --format pcm --start 1000; echo status $?")
        try await recorder.waitForSound(.milliseconds(500))
        try terminal.press("Space")
        _ = try await terminal.line(with: "paused")
        let heard = try await recorder.waitForSilence()
        try await Task.sleep(for: .milliseconds(400))
        #expect(recorder.recording.sound.count == heard)
        try terminal.press("Space")
        _ = try await terminal.line(with: "status 0")
        #expect(try await terminal.settings() == before)
      }
      expectSame(recording.sound, try stage.samples("Hello", scenario))
      #expect(recording.gaps.count == 1)
    }

    /// Keys and signals, and what the shell then says of the program.
    private static let waysToEnd: [(String, String)] = {
      let ways = [
        ("q", "status 11"), ("C-c", "status 130"), ("kill -TERM", "status 143"), ("kill -SEGV", "status 139"),
        ("kill -ABRT", "status 134"), ("C-\\", "status 131"),
      ]
      return takesKeys ? ways : Array(ways.dropFirst())
    }()

    @Test("q, Ctrl-C, SIGTERM and a crash leave the terminal as it was", arguments: waysToEnd)
    func endings(_ way: String, _ status: String) async throws {
      stage.set(.noise(20_000, pace: Pace()))
      let terminal = try ShellTerminal(on: stage)
      let before = try await terminal.settings()
      try terminal.type("gust say Hello")
      _ = try await terminal.line(with: "playing")
      if way.hasPrefix("kill") {
        let process = try #require(try stage.programs().first)
        _ = try ProgramRun("kill", [String(way.dropFirst(5)), "\(process)"]).wait()
      } else {
        try terminal.press(way)
      }
      #expect(await eventually { terminal.lines.last == "$" }, "\(terminal.lines)")
      try terminal.type("echo status $?")
      _ = try await terminal.line(with: status)
      #expect(try await terminal.settings() == before)
    }

    @Test(
      "Ctrl-Z gives the terminal back to the shell, and fg takes it again",
      .enabled(if: takesKeys, "the kernel takes no bytes back"))
    func foreground() async throws {
      let scenario = Scenario.noise(3000, pace: Pace())
      stage.set(scenario)
      let recording = try await stage.hear { recorder in
        let terminal = try ShellTerminal(on: stage)
        let before = try await terminal.settings()
        try terminal.type("gust say --format pcm Hello")
        try await recorder.waitForSound(.milliseconds(500))
        try terminal.press("C-z")
        _ = try await terminal.line(with: "Stopped")
        #expect(try await terminal.settings() == before)
        try terminal.type("fg")
        _ = try await terminal.line(with: "playing")
        try terminal.press("Space")
        _ = try await terminal.line(with: "paused")
        try terminal.press("Space")
        #expect(await eventually { terminal.lines.last == "$" })
        #expect(try await terminal.settings() == before)
      }
      expectSame(recording.sound, try stage.samples("Hello", scenario))
    }

    @Test("A terminal that stands still does not keep a program that is to end", arguments: [SIGINT, SIGTERM])
    func standingStill(_ signal: Int32) async throws {
      stage.set(.noise(20_000, pace: Pace()))
      let terminal = try ShellTerminal(on: stage)
      try terminal.type("gust say Hello")
      _ = try await terminal.line(with: "playing")
      try terminal.press("C-s")
      // So long that the line would have been drawn many times.
      try await Task.sleep(for: .milliseconds(700))
      kill(try #require(try stage.programs().first), signal)
      #expect(await eventually(within: .seconds(10)) { (try? stage.programs().isEmpty) == true })
      try terminal.press("C-q")
      #expect(await eventually { terminal.lines.last == "$" }, "\(terminal.lines)")
      try terminal.type("echo status $?")
      _ = try await terminal.line(with: "status \(128 + signal)")
    }

    @Test("Text that is printed as it comes is left alone by the line")
    func echo() async throws {
      stage.set(.noise(1500, pace: Pace()))
      let terminal = try ShellTerminal(on: stage)
      try terminal.type("{ printf 'One two. '; sleep 1; echo 'Three.'; } | gust say --echo; echo status $?")
      _ = try await terminal.line(with: "status 0")
      let shown = terminal.lines.drop { !$0.hasPrefix("One") }
      #expect(shown.prefix(2) == ["One two. Three.", "status 0"], "\(terminal.lines)")
    }

    @Test("Events that are printed stand alone, of a text in parts, too", arguments: ["", "-f -"])
    func events(_ source: String) async throws {
      stage.set(.noise(1000, pace: Pace()))
      let terminal = try ShellTerminal(on: stage, columns: 6000)
      try terminal.type("echo Hello. | gust say --json \(source.isEmpty ? "Hello." : source); echo status $?")
      _ = try await terminal.line(with: "status 0")
      let events = terminal.lines.drop { !$0.hasPrefix("{") }.prefix { $0 != "status 0" }
      #expect(events.count > 4 && events.allSatisfy { $0.hasPrefix("{") && $0.hasSuffix("}") }, "\(events)")
      #expect(events.first?.contains(#""event":"begin""#) == true && events.last?.contains(#""event":"end""#) == true)
    }

    @Test("Text that is typed while it is spoken is left alone by the line")
    func typing() async throws {
      stage.set(.noise(1500, pace: Pace()))
      let terminal = try ShellTerminal(on: stage)
      try terminal.type("gust say; echo status $?")
      _ = try await terminal.line(with: "Ctrl-D ends it")
      try terminal.type("This is spoken.")
      #expect(await eventually { !stage.requests.isEmpty })
      try terminal.type("And this.")
      try await Task.sleep(for: .milliseconds(500))
      try terminal.press("C-d")
      _ = try await terminal.line(with: "status 0")
      let typed = terminal.lines.drop { !$0.contains("Ctrl-D ends it") }.dropFirst()
      #expect(typed.prefix(3) == ["This is spoken.", "And this.", "status 0"], "\(terminal.lines)")
    }

    @Test("What is typed for the shell meanwhile reaches it, whole and in order")
    func typedAhead() async throws {
      stage.set(.noise(2000, pace: Pace()))
      let terminal = try ShellTerminal(on: stage)
      try terminal.type("gust say Hello")
      _ = try await terminal.line(with: "playing")
      try terminal.type("echo typed; echo ahead")
      #expect(await eventually { terminal.lines.suffix(3) == ["typed", "ahead", "$"] }, "\(terminal.lines)")
    }

    @Test("Messages stand above the line, which is drawn again below them")
    func messages() async throws {
      stage.set(.noise(4000, pace: Pace()))
      let terminal = try ShellTerminal(on: stage, columns: 120)
      try terminal.type("gust say Hello")
      _ = try await terminal.line(with: "playing")
      try await offPool { [stage] in
        stage.server.killHard()
        try stage.server.restart()
      }
      _ = try await terminal.line(with: "Sound goes on")
      _ = try await terminal.line(with: "playing")
      let lines = terminal.lines
      #expect(lines.dropFirst().dropLast().allSatisfy { $0.hasPrefix("gust: ") && !$0.contains("in hand") }, "\(lines)")
      try terminal.press("C-c")
      _ = try await terminal.line(with: "gust: Heard")
    }

    @Test("Who waits for another's speech sees that")
    func waiting() async throws {
      stage.set(.noise(1500, pace: Pace()))
      stage.simulator.enqueue([.noise(60_000, pace: Pace())])
      _ = try await stage.hear { recorder in
        let speaking = try GustProgram.start(["Speaking"], on: stage)
        try await recorder.waitForSound(.milliseconds(100))
        let terminal = try ShellTerminal(on: stage)
        try terminal.type("gust say Hello; echo status $?")
        _ = try await terminal.line(with: "gust: waiting for other speech to end")
        speaking.send(SIGINT)
        #expect(try await GustProgram.end(of: speaking).ending == .signal(SIGINT))
        _ = try await terminal.line(with: "playing")
        _ = try await terminal.line(with: "status 0")
      }
    }
  }
}

extension Stage {
  /// The processes of the program that run, and have a door in the folder in which they meet.
  func programs() throws -> [Int32] {
    try TemporaryFolder.names(at: runtime.path("gust")).filter { $0.hasPrefix("speaker-") }
      .compactMap { $0.split(separator: "-").dropFirst().first.flatMap { Int32($0) } }
      // A crash leaves the door behind.
      .filter { kill($0, 0) == 0 }
  }
}
