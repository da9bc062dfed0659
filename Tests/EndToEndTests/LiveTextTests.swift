import AudioTypes
import BreezeSimulator
import PulseHarness
import Testing

extension EndToEndTests {
  /// `gust say` with a text that is still being written: what is asked of the service, and when.
  @Suite struct LiveTexts {
    let stage: Stage

    init() throws {
      stage = try EndToEndTests.stage
    }

    @Test("Words that come one by one: the first clause is heard before the rest is there, then all of it")
    func words() async throws {
      let scenario = Scenario.noise(500, pace: .modest)
      stage.set(scenario)
      let pipe = try LivePipe()
      let clause = "Once upon a winter's night,"
      let rest = """
        king sat beside his fire. He had a daughter, who was clever and kind and afraid of nothing. One day a stranger came to \
        the gate; nobody knew his name.
        """
      let end = "had sent him at 3.30 p.m. with a letter."
      let recording = try await stage.hear { recorder in
        let run = try pipe.start(["--format", "pcm"], on: stage)
        // What is one piece comes at once: on a busy machine a pause between its words might take it apart.
        try pipe.write("\(clause) ".utf8)
        try await pipe.type("an old")
        try await recorder.waitForSound(.milliseconds(200))
        #expect(stage.texts.first == clause)
        try await pipe.type(rest)
        try pipe.write("Dr. Grey ".utf8)
        try await pipe.type(end)
        try await offPool { try pipe.finish() }
        let result = try await GustProgram.end(of: run)
        #expect(result.ending == .exit(0) && result.error.isEmpty, "\(result.error)")
      }
      #expect(stage.texts.joined(separator: " ") == "\(clause) an old \(rest) Dr. Grey \(end)")
      #expect(!stage.texts.contains { $0.hasSuffix("Dr.") || $0.hasSuffix("3.") }, "\(stage.texts)")
      expectSame(recording.sound, try stage.spoken(scenario))
    }

    @Test("What is there is spoken when the text pauses, though no sentence has ended", arguments: ["-f", "stdin"])
    func pausing(_ way: String) async throws {
      let scenario = Scenario.noise(400, pace: .modest)
      stage.set(scenario)
      let pipe = try LivePipe()
      let recording = try await stage.hear { recorder in
        let run =
          way == "-f"
          ? try GustProgram.start(["--format", "pcm", "-f", pipe.path], on: stage)
          : try pipe.start(["--format", "pcm"], on: stage)
        try pipe.write("And then ".utf8)
        try await recorder.waitForSound(.milliseconds(200))
        #expect(stage.texts == ["And then"])
        try pipe.write("nothing".utf8)
        // Nothing shows whether the word is whole, so that it is given some time; then it goes, too.
        try await recorder.waitForSound(.milliseconds(600))
        #expect(stage.texts == ["And then", "nothing"])
        try pipe.write(" happened. The end.\n".utf8)
        try await offPool { try pipe.finish() }
        #expect(try await GustProgram.end(of: run).ending == .exit(0))
      }
      #expect(stage.texts.joined(separator: " ") == "And then nothing happened. The end.")
      expectSame(recording.sound, try stage.spoken(scenario))
    }

    @Test("Characters may be cut anywhere by the pipe")
    func cutCharacters() async throws {
      let scenario = Scenario.noise(300, pace: .modest)
      stage.set(scenario)
      let pipe = try LivePipe()
      let text = "Grüße aus 東京。世界は広い。Ça va? Naïve 👍🏽 cafés, señor. Ω ≠ ∅.\n"
      let run = try pipe.start(["--format", "pcm"], on: stage)
      for byte in text.utf8 {
        try pipe.write([byte])
        try await Task.sleep(for: .milliseconds(2))
      }
      try await offPool { try pipe.finish() }
      let result = try await GustProgram.end(of: run)
      #expect(result.ending == .exit(0) && result.error.isEmpty, "\(result.error)")
      #expect(stage.texts.joined().letters == text.letters)
    }

    @Test("What is written while the beginning is spoken belongs to it")
    func growingFile() async throws {
      stage.set(.noise(20))
      let scratch = try TemporaryFolder()
      let text = (1...1500).map { "This is the sentence with the number \($0) of many." }.joined(separator: " ")
      let path = try scratch.write("growing", Array(text.utf8))
      let run = try GustProgram.start(["--format", "pcm", "-f", path], on: stage)
      #expect(await eventually { !stage.texts.isEmpty })
      let added = try await offPool { try ProgramRun("sh", ["-c", "echo ' And one more.' >> \(path)"]).wait() }
      #expect(added.ending == .exit(0))
      #expect(try await GustProgram.end(of: run).ending == .exit(0))
      #expect(stage.texts.joined(separator: " ") == text + " And one more.")
    }

    @Test("--markdown leaves out what is not to be heard")
    func markdown() async throws {
      let scenario = Scenario.noise(200, pace: .modest)
      stage.set(scenario)
      let text = """
        # The *first* heading

        Read **this** [page](https://example.com/secret) and `it`.

        ```swift
        let code = 1
        ```

        - one item
        - another item

        """
      let recording = try await stage.hear { _ in
        let result = try await GustProgram.run(
          ["--markdown", "--echo", "--format", "pcm"], on: stage, input: Array(text.utf8))
        #expect(result.ending == .exit(0) && result.error.isEmpty, "\(result.error)")
        #expect(String(decoding: result.output, as: UTF8.self) == text, "what is shown is what was written")
      }
      let spoken = stage.texts.joined(separator: " ")
      for words in ["The first heading", "Read this page", "one item", "another item"] {
        #expect(spoken.contains(words), "\(spoken)")
      }
      for mark in ["#", "*", "`", "[", "](", "example", "let code", "- "] {
        #expect(!spoken.contains(mark), "\(mark) in \(spoken)")
      }
      expectSame(recording.sound, try stage.spoken(scenario))
    }

    @Test("--echo prints the text, and nothing of it steers a terminal or is spoken")
    func echo() async throws {
      let scenario = Scenario.noise(200, pace: .modest)
      stage.set(scenario)
      let text: [UInt8] =
        Array("Some \u{1B}[31mred\u{1B}[0m words\u{0}.\r\nA bell\u{7} rings, \u{1B}]0;title\u{7}".utf8)
        + Array("\u{202E}turned\u{9B}2J. Broken: ".utf8) + [0xFF, 0xC3] + Array(" here.\u{8}\n".utf8)
      let result = try await GustProgram.run(["--echo", "--format", "pcm"], on: stage, input: text)
      #expect(result.ending == .exit(0))
      #expect(result.lines.count == 1 && result.error.contains("not UTF-8"), "\(result.error)")
      let shown = String(decoding: result.output, as: UTF8.self)
      #expect(shown == "Some red words.\nA bell rings, turned. Broken: \u{FFFD}\u{FFFD} here.\n")
      #expect(shown.isTerminalSafe)
      #expect(stage.texts.joined().letters == shown.filter { $0 != "\u{FFFD}" }.letters)
    }

    @Test("--echo on a terminal: the line of the speech and the text do not get in each other's way")
    func echoOnTerminal() async throws {
      stage.set(.noise(400, pace: .modest))
      let terminal = try ShellTerminal(on: stage)
      let text = "First comes this.\\n\\nThen \\033[7mcomes\\033[0m that.\\n"
      try terminal.type("clear; printf '\(text)' | gust say --echo; echo status $?")
      _ = try await terminal.line(with: "status 0")
      // The shell's prompt comes a moment later.
      let shown = ["First comes this.", "Then comes that.", "status 0", "$"]
      #expect(await eventually { terminal.lines.suffix(4) == shown }, "\(terminal.lines)")
      #expect(!terminal.colors.contains("\u{1B}[7m"))
    }
  }
}
