import BreezeSimulator
import Foundation
import PulseHarness
import Testing

extension EndToEndTests {
  /// The configuration file, found where the specification says.
  @Suite struct Configurations {
    let stage: Stage

    init() throws {
      stage = try EndToEndTests.stage
    }

    /// A folder for configurations that holds ours.
    private func folder(_ text: String, permissions: Int = 0o644) throws -> TemporaryFolder {
      let scratch = try TemporaryFolder()
      try FileManager.default.createDirectory(atPath: scratch.path("gust"), withIntermediateDirectories: true)
      try scratch.write("gust/config.json", Array(text.utf8), mode: permissions)
      return scratch
    }

    private func run(
      _ arguments: [String], in folder: TemporaryFolder, command: String = "say", _ changes: [String: String?] = [:]
    ) async throws -> ProgramRun.Result {
      let variables: [String: String?] = ["XDG_CONFIG_HOME": folder.path(""), "GUST_CONFIG": nil, "BREEZE_VOICE": nil]
      return try await GustProgram.run(
        arguments, command: command, on: stage, environment: variables.merging(changes) { $1 })
    }

    @Test("Voice, model and language reach the service; an option comes before the environment, that before the file")
    func order() async throws {
      let folder = try folder(#"{"voice": "voc_file", "model": "slow", "language": "de"}"#)
      stage.set(.noise(100))
      for (arguments, environment, voice) in [
        ([], nil, "voc_file"), ([], "voc_environment", "voc_environment"),
        (["-v", "voc_option"], "voc_environment", "voc_option"),
      ] as [([String], String?, String)] {
        let result = try await run(arguments + ["Who?"], in: folder, ["BREEZE_VOICE": environment])
        #expect(result.ending == .exit(7) && result.error.contains(voice), "\(result.error)")
      }
      #expect(stage.requests.count == 3)
    }

    @Test("Format and device", arguments: [nil, "speech"])
    func formatAndDevice(_ sink: String?) async throws {
      let folder = try folder(#"{"voice": "\#(BreezeSimulator.defaultVoice)", "format": "pcm", "device": "other"}"#)
      let scenario = Scenario.noise(300)
      stage.set(scenario)
      let recording = try await stage.hear(on: sink ?? "other") { _ in
        let result = try await run(["Elsewhere"], in: folder, ["PULSE_SINK": sink])
        #expect(result.ending == .exit(0), "\(result.error)")
      }
      expectSame(recording.sound, try stage.samples("Elsewhere", scenario))
    }

    @Test("A file that is wrong is named in one sentence, before anything is sent")
    func wrong() async throws {
      stage.set(.noise(100))
      for (text, words) in [
        (#"{"voise": "x"}"#, ["voise", "Did you mean voice?"]), (#"{"voice": 1}"#, ["voice", "text"]),
        ("{\"voice\": \"x\",\n}", ["not JSON", "line 2"]), (#"{"api_key": "brz_hidden"}"#, ["--api-key-file"]),
      ] {
        let folder = try folder(text)
        for command in ["say", "play"] {
          let result = try await run([command == "say" ? "Hello" : "hist_1"], in: folder, command: command)
          #expect(result.ending == .exit(2) && result.lines.count == 1 && result.output.isEmpty)
          for word in words + [folder.path("gust/config.json")] {
            #expect(result.error.contains(word), "\(result.error)")
          }
          #expect(!result.error.contains("brz_hidden"))
        }
      }
      let open = try await run(["Hello"], in: try folder("{}", permissions: 0o666))
      open.expectFailure(2, ["config.json", "everybody", "chmod o-w"])
      #expect(stage.requests.isEmpty)
    }

    @Test("No file is no fault, and GUST_CONFIG=off reads none")
    func none() async throws {
      stage.set(.noise(100))
      let voice = BreezeSimulator.defaultVoice
      let empty = try await run(["-v", voice, "Hello"], in: try TemporaryFolder())
      #expect(empty.ending == .exit(0), "\(empty.error)")
      let off = try await run(["-v", voice, "Hello"], in: try folder("nonsense"), ["GUST_CONFIG": "off"])
      #expect(off.ending == .exit(0), "\(off.error)")
      let home = try TemporaryFolder()
      try FileManager.default.createDirectory(atPath: home.path(".config/gust"), withIntermediateDirectories: true)
      _ = try home.write(".config/gust/config.json", Array(#"{"voice": "voc_home"}"#.utf8))
      let atHome = try await run(["Hello"], in: home, ["XDG_CONFIG_HOME": nil, "HOME": home.path("")])
      #expect(atHome.ending == .exit(7) && atHome.error.contains("voc_home"), "\(atHome.error)")
    }
  }
}
