import BreezeSimulator
import Foundation
import Gust
import PulseHarness
import Testing

extension EndToEndTests {
  /// `gust doctor`: what it sees of each part that is there, missing or broken.
  @Suite struct Doctor {
    let stage: Stage

    init() throws {
      stage = try EndToEndTests.stage
      stage.set(Scenario())
    }

    /// What `--json` says: the checks by name, in order, and the exit status.
    private func examine(
      _ arguments: [String] = [], _ environment: [String: String?] = [:]
    ) async throws -> (results: [String: String], texts: [String: String], status: Int32) {
      let result = try await GustProgram.run(
        ["--json"] + arguments, command: "doctor", on: stage,
        environment: ["GUST_CONFIG": "off"].merging(environment) { $1 })
      #expect(result.error.isEmpty, "\(result.error)")
      let report = try #require(try JSONSerialization.jsonObject(with: Data(result.output)) as? [String: Any])
      let checks = try #require(report["checks"] as? [[String: Any]])
      let names = checks.compactMap { $0["name"] as? String }
      #expect(names == Self.names)
      let status = try #require(report["exit_status"] as? Int)
      #expect(result.ending == .exit(Int32(status)))
      func column(_ name: String) -> [String: String] {
        Dictionary(uniqueKeysWithValues: zip(names, checks.compactMap { $0[name] as? String }))
      }
      return (column("result"), column("text"), Int32(status))
    }

    private static let names = [
      "versions", "text", "configuration", "sound_server", "sink", "latency", "scheduling", "key", "endpoint",
      "key_accepted",
      "voice", "state_folder", "runtime_folder", "seat_folder",
    ]

    @Test("Where all is there, all that speaking needs is fine, and nothing is generated") func healthy() async throws {
      let found = try await examine()
      let needed = ["versions", "text", "sound_server", "sink", "latency", "key", "endpoint", "key_accepted", "voice"]
      for name in needed { #expect(found.results[name] == "fine", "\(name): \(found.texts[name] ?? "")") }
      #expect(found.status == 0)
      let name = stage.server.program.isPipeWire ? "on PipeWire" : "pulseaudio"
      #expect(found.texts["sound_server"]?.contains(name) == true)
      #expect(found.texts["sink"]?.contains("\(stage.server.encoding) 1ch 24000Hz") == true)
      #expect(found.texts["latency"]?.contains("granted") == true)
      #expect(found.texts["key_accepted"]?.contains("key_sim1") == true)
      #expect(found.texts["voice"]?.contains("Example") == true)
      #expect(stage.requests.isEmpty, "nothing is billed")
      let requests = stage.simulator.log()
      #expect(requests.map(\.method) == ["HEAD", "GET", "GET"])
      #expect(requests.first?.header("xi-api-key") == nil, "the first look goes without the key")
    }

    @Test("For people: a line for each") func lines() async throws {
      let result = try await GustProgram.run(
        [], command: "doctor", on: stage, environment: ["GUST_CONFIG": "off", "LC_ALL": "C.UTF-8"])
      let lines = String(decoding: result.output, as: UTF8.self).split(separator: "\n")
      #expect(result.ending == .exit(0) && lines.count == Self.names.count)
      #expect(lines.allSatisfy { ["✓ ", "✗ ", "– "].contains($0.prefix(2)) })
      #expect(lines.contains { $0.hasPrefix("✓ sound server ") } && lines.contains { $0.hasPrefix("✓ key accepted ") })
      let plain = try await GustProgram.run(
        [], command: "doctor", on: stage, environment: ["GUST_CONFIG": "off", "LC_ALL": "C"])
      let marks = String(decoding: plain.output, as: UTF8.self).split(separator: "\n").map { $0.prefix(2) }
      #expect(marks.allSatisfy { ["+ ", "x ", "- "].contains($0) })
    }

    @Test("Without a sound server the rest is looked at all the same") func noSound() async throws {
      let found = try await examine([], ["PULSE_SERVER": "unix:/nowhere/native"])
      #expect(found.status == 8 && found.results["sound_server"] == "failed" && found.results["sink"] == "skipped")
      #expect(found.texts["sound_server"]?.contains("Start PulseAudio or PipeWire") == true)
      #expect(found.results["key_accepted"] == "fine" && found.results["voice"] == "fine")
    }

    @Test("A sink that is not there", arguments: [true, false]) func noSink(isNamedByEnvironment: Bool) async throws {
      let found =
        isNamedByEnvironment
        ? try await examine([], ["PULSE_SINK": "nowhere"]) : try await examine(["-a", "nowhere"])
      #expect(found.status == 8 && found.results["sink"] == "failed" && found.results["latency"] == "failed")
      #expect(found.texts["sink"]?.contains("nowhere") == true)
    }

    @Test("Without a key the service is looked at all the same") func noKey() async throws {
      let found = try await examine([], ["BREEZE_API_KEY": nil])
      #expect(found.status == 3 && found.results["key"] == "failed" && found.results["endpoint"] == "fine")
      #expect(found.results["key_accepted"] == "skipped" && found.results["voice"] == "skipped")
      #expect(stage.simulator.log().allSatisfy { $0.header("xi-api-key") == nil })
    }

    @Test("A key that cannot be one is not sent") func oddKey() async throws {
      let found = try await examine([], ["BREEZE_API_KEY": "\(Stage.key) x"])
      #expect(found.status == 3 && found.results["key"] == "failed")
      #expect(found.texts["key"]?.contains("space") == true)
      #expect(stage.simulator.log().allSatisfy { $0.header("xi-api-key") == nil })
    }

    @Test("A key that the service does not take") func wrongKey() async throws {
      let found = try await examine([], ["BREEZE_API_KEY": "brz_wrong"])
      #expect(found.status == 3 && found.results["key"] == "fine" && found.results["key_accepted"] == "failed")
      #expect(found.results["voice"] == "skipped" && found.texts["key_accepted"]?.contains("401") == true)
      #expect(!found.texts.values.contains { $0.contains("brz_wrong") })
    }

    @Test("The key's file is named, what it holds is not") func keyFile() async throws {
      let scratch = try TemporaryFolder()
      let file = try scratch.write("key", Array(Stage.key.utf8), mode: 0o600)
      let found = try await examine(["--api-key-file", file], ["BREEZE_API_KEY": nil])
      #expect(found.status == 0 && found.texts["key"]?.contains(file) == true)
      let open = try scratch.write("open", Array(Stage.key.utf8), mode: 0o644)
      #expect(try await examine(["--api-key-file", open]).status == 3)
    }

    @Test(
      "No network: nothing answers, no such host, an address that cannot be used",
      arguments: [
        ("http://127.0.0.1:1", 6), ("https://nobody.invalid", 6), ("http://example.com", 2), ("nonsense", 2),
      ] as [(String, Int32)]) func noNetwork(url: String, status: Int32) async throws
    {
      let found = try await examine(["--timeout", "30"], ["BREEZE_BASE_URL": url])
      #expect(found.status == status && found.results["endpoint"] == "failed", "\(found.texts["endpoint"] ?? "")")
      #expect(found.results["key_accepted"] == "skipped" && found.results["sound_server"] == "fine")
    }

    @Test("A service that never answers is given up") func silentService() async throws {
      stage.set(
        Scenario {
          $0.on = .any; $0.hang = .beforeHeaders
        })
      let found = try await examine(["--timeout", "3"])
      // The simulator answers a HEAD of its root; what needs the key hangs.
      #expect(found.status == 5 && found.results["key_accepted"] == "failed")
    }

    @Test("No voice, and one that is not there") func voice() async throws {
      let none = try await examine([], ["BREEZE_VOICE": nil])
      #expect(none.status == 2 && none.results["voice"] == "failed")
      let unknown = try await examine(["-v", "voc_nobody"])
      #expect(unknown.status == 7 && unknown.texts["voice"]?.contains("voc_nobody is none of the 6 voices") == true)
      #expect(try await examine(["-v", "voc_f1g9h4j7k2lm"]).texts["voice"]?.contains("Florence") == true)
    }

    @Test("The configuration and the folders") func machine() async throws {
      let scratch = try TemporaryFolder()
      let folder = scratch.path("config")
      try FileManager.default.createDirectory(atPath: folder + "/gust", withIntermediateDirectories: true)
      try Data(#"{"voice":"voc_f1g9h4j7k2lm"}"#.utf8).write(to: URL(filePath: folder + "/gust/config.json"))
      var environment: [String: String?] = [
        "GUST_CONFIG": nil, "XDG_CONFIG_HOME": folder, "BREEZE_VOICE": nil, "GUST_STATE": nil,
        "XDG_STATE_HOME": scratch.path("state"), "XDG_RUNTIME_DIR": scratch.path("missing"),
      ]
      let found = try await examine([], environment)
      #expect(found.status == 0 && found.results["configuration"] == "fine" && found.results["state_folder"] == "fine")
      #expect(found.texts["voice"]?.contains("Florence") == true)
      #expect(found.results["runtime_folder"] == "poor")
      #expect(!FileManager.default.fileExists(atPath: scratch.path("state")), "looking makes nothing")
      try Data("{".utf8).write(to: URL(filePath: folder + "/gust/config.json"))
      environment["XDG_STATE_HOME"] = folder + "/gust/config.json"
      let broken = try await examine(["-v", BreezeSimulator.defaultVoice], environment)
      #expect(broken.status == 2 && broken.results["configuration"] == "failed")
      #expect(broken.results["state_folder"] == "poor" && broken.results["voice"] == "fine")
    }
  }
}
