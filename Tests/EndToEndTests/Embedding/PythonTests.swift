import BreezeSimulator
import Foundation
import Glibc
import PulseHarness
import Testing

extension EmbeddingTests {
  /// Programs in Python.
  @Suite struct Python {
    let stage: Stage

    init() throws {
      stage = try EndToEndTests.stage
    }

    @Test("The example speaks, and prints what happens and its report")
    func example() async throws {
      let scenario = Scenario.noise(600)
      stage.set(scenario)
      let recording = try await stage.hear { _ in
        let result = try await run([Library.examples + "/Python/speak.py", "Spoken from Python"])
        #expect(result.ending == .exit(0), "\(result.error)")
        #expect(result.error.contains("first byte") && result.error.contains("finished"))
        #expect(try facts(ofJSON: result.output)["outcome"] == "finished")
      }
      #expect(recording.sound.count > 13_000, "600 ms of MP3")
    }

    @Test("A stream is heard while it comes, every sample")
    func stream() async throws {
      // What follows the first second is held back: whoever waits for the end is not heard before it.
      let scenario = Scenario.noise(1500, pace: .pausing(after: 1000, for: 2500))
      stage.set(scenario)
      let recording = try await stage.hear { recorder in
        let library = try await Library.installed
        let run = try library.start(
          "python3", [Library.examples + "/Python/while_generated.py", "Heard while it comes"], on: stage)
        try await recorder.waitForSound(.milliseconds(100))
        #expect(stage.requests.first?.ending == nil, "the stream has ended already")
        let result = try await offPool { try run.wait(limit: .seconds(60)) }
        #expect(result.ending == .exit(0), "\(result.error)")
      }
      expectSame(recording.sound, try stage.samples("Heard while it comes", scenario))
    }

    @Test("A model's words are spoken while they come, and all of them")
    func tokens() async throws {
      stage.set(.noise(400))
      let text = "It was a dark night, and nobody spoke. Then Dr. Grey came in."
      let recording = try await stage.hear { _ in
        let command = "printf '%s\\n' \"$1\" | python3 \"$0\""
        let result = try await Library.installed.run(
          "sh", ["-c", command, Library.examples + "/Python/tokens.py", text], on: stage)
        #expect(result.ending == .exit(0) && result.text == text + " \n", "\(result.text)\(result.error)")
      }
      #expect(stage.texts.joined(separator: " ") == text)
      #expect(recording.sound.count > stage.texts.count * 9000, "400 ms of MP3 each")
    }

    @Test("The official SDK's example plays without mpv")
    func dropIn() async throws {
      let scratch = try TemporaryFolder()
      let python = scratch.path("venv/bin/python")
      try await expectSuccess("python3", ["-m", "venv", scratch.path("venv")])
      try await expectSuccess(python, ["-m", "pip", "install", "--quiet", "breeze-blue==0.21.1"])
      let scenario = Scenario.noise(600)
      stage.set(scenario)
      let recording = try await stage.hear { _ in
        let library = try await Library.installed
        let result = try await library.run(
          python, [Library.examples + "/Python/drop_in.py", "Dropped in"], on: stage,
          environment: ["PATH": scratch.path("venv/bin")])
        #expect(result.ending == .exit(0) && result.output.isEmpty, "\(result.error)")
      }
      #expect(recording.sound.count > 13_000, "600 ms of MP3")
      #expect(stage.requests.count == 1)
      let signatures = try await Library.installed.run(python, [Library.programs + "/signatures.py"])
      #expect(signatures.ending == .exit(0), "\(signatures.error)")
    }

    @Test("The listing of the article plays")
    func article() async throws {
      let listing = try #require(try Article("CAndPython").listings(in: "python").first)
      // Its client stands for that of the SDK, which the test above has.
      let client = """
        import array, io, wave
        class client:
            class text_to_speech:
                def stream(**options):
                    file = io.BytesIO()
                    with wave.open(file, "wb") as audio:
                        audio.setparams((1, 2, 24000, 0, "NONE", ""))
                        audio.writeframes(array.array("h", ((i % 97 - 48) * 200 + 1 for i in range(1, 7201))).tobytes())
                    yield file.getvalue()
        voice = "voc_article"

        """
      let recording = try await stage.hear { _ in
        let result = try await run(["-c", client + listing])
        #expect(result.ending == .exit(0) && result.error.isEmpty, "\(result.error)")
      }
      expectSame(recording.sound, (1...7200).map { Int16($0 % 97 - 48) * 200 + 1 })
    }

    @Test("Ctrl-C silences what sounds at once", arguments: ["speak", "stream", "stream that waits"])
    func interrupted(_ call: String) async throws {
      stage.set(.noise(5000, pace: Pace()))
      let recording = try await stage.hear { recorder in
        let library = try await Library.installed
        let run = try library.start("python3", [Library.programs + "/interrupted.py", call], on: stage)
        try await recorder.waitForSound(.milliseconds(200))
        run.send(SIGINT)
        let result = try await offPool { try run.wait(limit: .seconds(30)) }
        #expect(result.ending == .exit(0) && result.text == "KeyboardInterrupt\n", "\(result.text)\(result.error)")
      }
      // 200 ms, what came until the signal, and the fade; not what was yet to come.
      #expect(recording.sound.count < 4 * 24_000)
    }

    @Test("What fails is raised, by its kind; the module is used as people use it")
    func module() async throws {
      stage.set(.noise(300))
      let result = try await run([Library.programs + "/module.py"])
      #expect(result.ending == .exit(0) && result.error.isEmpty, "\(result.text)\(result.error)")
    }

    private func run(_ arguments: [String]) async throws -> ProgramRun.Result {
      try await Library.installed.run("python3", arguments, on: stage)
    }

    private func expectSuccess(_ program: String, _ arguments: [String]) async throws {
      let result = try await offPool { try ProgramRun(program, arguments).wait(limit: .seconds(180)) }
      try #require(result.ending == .exit(0), "\(result.error)")
    }
  }
}
