import BreezeSimulator
import Foundation
import PulseHarness
import Testing

extension EndToEndTests {
  /// Flags of `gust say` whose effect is what the service is asked for, or what the program ends with.
  @Suite struct SayFlags {
    let stage: Stage

    init() throws {
      stage = try EndToEndTests.stage
    }

    @Test("What is asked for is what was said")
    func fields() async throws {
      stage.set(.noise(100))
      let flags = ["--model", "breeze-x", "--language", "de", "--instructions", "whisper", "--guidance", "2.5"]
      let result = try await GustProgram.run(flags + ["-o", "-", "--format", "pcm", "--", "--Hallo"], on: stage)
      #expect(result.ending == .exit(0) && !result.output.isEmpty, "\(result.error)")
      let request = try #require(stage.requests.first)
      let body = try #require(try JSONSerialization.jsonObject(with: Data(request.body)) as? NSDictionary)
      let wanted: NSDictionary = [
        "text": "--Hallo", "model_id": "breeze-x", "language_code": "de", "instructions": "whisper",
        "voice_settings": ["guidance_scale": 2.5],
      ]
      #expect(body == wanted)
      #expect(request.query.map(\.value) == ["pcm"])
    }

    @Test("--plain reads marks as they stand, --markdown leaves them out; both is refused")
    func markup() async throws {
      for (flag, text) in [("--plain", "**Hello** you"), ("--markdown", "Hello you")] {
        stage.set(.noise(100))
        let result = try await GustProgram.run([flag, "-o", "-", "**Hello** you"], on: stage)
        #expect(result.ending == .exit(0) && stage.texts == [text], "\(stage.texts) \(result.error)")
      }
      let result = try await GustProgram.run(["--plain", "--markdown", "Hello"], on: stage)
      result.expectFailure(2, ["--markdown", "--plain"])
    }

    @Test("A file that grows while it is spoken is spoken to its end")
    func growingFile() async throws {
      // It is to grow before the first part has been heard.
      let (first, scenario) = (Scenario.noise(1500, pace: .modest), Scenario.noise(600, pace: .modest))
      stage.set(scenario)
      stage.simulator.enqueue([first])
      let scratch = try TemporaryFolder()
      let path = scratch.path("text")
      try Data("The first part. ".utf8).write(to: URL(fileURLWithPath: path))
      let recording = try await stage.hear { recorder in
        let run = try GustProgram.start(["--format", "pcm", "-f", path], on: stage)
        try await recorder.waitForSound(.milliseconds(200))
        let file = try #require(FileHandle(forWritingAtPath: path))
        try file.seekToEnd()
        try file.write(contentsOf: Data("And one that was added.".utf8))
        try file.close()
        let result = try await GustProgram.end(of: run)
        #expect(result.ending == .exit(0), "\(result.error)")
      }
      let texts = ["The first part.", "And one that was added."]
      #expect(stage.texts == texts)
      expectSame(recording.sound, try stage.samples(texts[0], first) + stage.samples(texts[1], scenario))
    }

    @Test(
      "What cannot be printed is no success", arguments: ["voices", "devices --json", "manual", "say --json Hello"])
    func fullOutput(_ command: String) async throws {
      stage.set(.noise(100))
      let result = try await GustProgram.bash("$gust \(command) > /dev/full", on: stage)
      result.expectFailure(1, ["Standard output"])
    }

    /// Makes descriptor 3 a pipe whose reader has gone before anything is written.
    private static let readerGoes = "exec 3> >(:); wait $!;"

    @Test("Whoever reads standard output may go, and then it ends", arguments: ["voices", "say --echo", "manual"])
    func readerGone(_ command: String) async throws {
      stage.set(.noise(100))
      let script = "\(Self.readerGoes) yes 'Some more text to speak.' | $gust \(command) >&3; echo ${PIPESTATUS[1]}"
      let result = try await GustProgram.bash(script, on: stage)
      #expect(String(decoding: result.output, as: UTF8.self) == "141\n", "\(result.error)")
    }

    @Test(
      "Whoever was to read a report may go, too",
      arguments: ["--latency-report -", "--trace -", "--keep-going --latency-report -", "--keep-going --trace -"])
    func reportReaderGone(_ options: String) async throws {
      stage.set(.noise(100))
      let script = "\(Self.readerGoes) $gust say \(options) Hello >&3; echo $?"
      let result = try await GustProgram.bash(script, on: stage)
      #expect(result.output == Array("141\n".utf8) && result.error.isEmpty, "\(result.error)")
    }

    @Test("A failure stays what it is, whoever reads the report of it")
    func reportOfFailureReaderGone() async throws {
      stage.set(Scenario { $0.failure = Failure(status: 402, code: "BILLING_INSUFFICIENT_CREDITS") })
      let script = "\(Self.readerGoes) $gust say --latency-report - Hello >&3; echo $? >&2"
      let result = try await GustProgram.bash(script, on: stage)
      #expect(result.lines.count == 2 && result.lines.first?.contains("credits") == true, "\(result.error)")
      #expect(result.lines.last == "4", "\(result.error)")
    }

    @Test(
      "A name on the command line does not steer the terminal",
      arguments: [
        ["--\u{1B}]0;x\u{7}"], ["-\u{1B}[2J"], ["-f", "/nowhere/\u{1B}[2J\u{9B}2J\u{202E}"],
        ["-o", "/nowhere/\u{1B}[2J/x.mp3", "Hello"], ["--latency-report", "/nowhere/\u{1B}[2J\n/x", "Hello"],
      ])
    func steering(_ arguments: [String]) async throws {
      stage.set(.noise(100))
      let result = try await GustProgram.run(arguments, on: stage)
      let isRefused = result.ending == .exit(1) || result.ending == .exit(2)
      #expect(isRefused && result.lines.count == 1, "\(result.error.debugDescription)")
      #expect(result.error.hasPrefix("gust: ") && result.error.isTerminalSafe, "\(result.error.debugDescription)")
    }

    @Test("--now with nobody to end just speaks")
    func nowAlone() async throws {
      stage.set(.noise(100))
      for _ in 0..<3 {
        let result = try await GustProgram.run(["--now", "Hello"], on: stage)
        #expect(result.ending == .exit(0) && result.error.isEmpty, "\(result.error)")
      }
    }
  }
}
