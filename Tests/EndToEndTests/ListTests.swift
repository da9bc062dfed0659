import BreezeSimulator
import Foundation
import Gust
import PulseHarness
import Synchronization
import Testing

extension EndToEndTests {
  /// `gust voices` and `gust devices`.
  @Suite struct Lists {
    let stage: Stage

    init() throws {
      stage = try EndToEndTests.stage
      stage.set(Scenario())
    }

    private func voices(_ arguments: [String], service: ListeningServer? = nil) async throws -> ProgramRun.Result {
      let environment: [String: String?] = service.map { ["BREEZE_BASE_URL": $0.url()] } ?? [:]
      return try await GustProgram.run(
        arguments, command: "voices", on: stage,
        environment: environment.merging(["PULSE_SERVER": "unix:/nowhere"]) { $1 })
    }

    private func table(_ result: ProgramRun.Result) -> [String] {
      String(decoding: result.output, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    private func array(_ result: ProgramRun.Result) throws -> [[String: Any]] {
      #expect(result.output.count { $0 == UInt8(ascii: "\n") } == 1)
      return try #require(try JSONSerialization.jsonObject(with: Data(result.output)) as? [[String: Any]])
    }

    @Test("The table names every voice, and needs no sound server") func voiceTable() async throws {
      let result = try await voices([])
      #expect(result.ending == .exit(0) && result.error.isEmpty)
      let lines = table(result)
      #expect(lines.first?.hasPrefix("ID ") == true && lines.count == 7)
      #expect(
        lines.contains { $0.hasPrefix("voc_d8t3v6w0x5yz  Dorothea") && $0.contains(" de ") && $0.contains("female") })
      #expect(!lines[0].contains("ACCENT"), "a column in which nothing stands")
    }

    @Test(
      "What is asked for is asked of the service; the language is looked at here",
      arguments: [
        (["--search", "floren"], ["Florence"]), (["--category", "cloned"], ["My own voice"]),
        (["--type", "personal"], ["My own voice"]), (["--language", "de"], ["Dorothea"]),
        (["--language", "en-GB", "--type", "default"], ["Albion", "Example"]), (["--search", "nobody"], []),
      ]) func filters(arguments: [String], names: [String]) async throws
    {
      let result = try await voices(arguments + ["--json"])
      #expect(result.ending == .exit(0))
      #expect(try array(result).compactMap { $0["name"] as? String }.sorted() == names)
      #expect(result.error == (names.isEmpty ? "gust: There is no such voice.\n" : ""))
      if names.isEmpty { #expect(try await voices(arguments + ["-q"]).error.isEmpty) }
    }

    @Test("--json keeps what the service says beyond the columns, and is null where it says nothing")
    func voiceJSON() async throws {
      let voice = try #require(try array(try await voices(["--search", "Example", "--json"])).first)
      #expect(voice["voice_id"] as? String == BreezeSimulator.defaultVoice && voice["tone"] as? [String] == ["calm"])
      #expect(voice["created_at_unix"] as? Int == 1_760_000_006 && voice["accent"] is NSNull)
    }

    @Test(
      "All pages are asked for, by token, by number, and never in a circle", arguments: ["token", "number", "circle"])
    func pages(kind: String) async throws {
      let count = Mutex(0)
      let service = try ListeningServer { _ in
        let number = count.withLock { count in
          count += 1
          return count
        }
        let more =
          switch kind {
          case "token": number < 5 ? #","has_more":true,"next_page_token":"t \#(number)&x=1""# : #","has_more":false"#
          case "number": number < 5 ? #","has_more":true,"page":\#(number)"# : #","has_more":false"#
          default: #","has_more":true,"next_page_token":"again""#
          }
        return answer(200, json: #"{"voices":[{"voice_id":"voc_\#(number)"},{"voice_id":"voc_0"}]\#(more)}"#)
      }
      let result = try await voices(["--json"], service: service)
      #expect(result.ending == .exit(0))
      let ids = try array(result).compactMap { $0["voice_id"] as? String }
      if kind == "circle" {
        #expect(ids == ["voc_1", "voc_0", "voc_2"] && result.error.contains("There may be more"))
      } else {
        #expect(ids == ["voc_1", "voc_0", "voc_2", "voc_3", "voc_4", "voc_5"] && result.error.isEmpty)
        let last = try #require(service.requests.last)
        #expect(last.contains(kind == "token" ? "next_page_token=t%204%26x%3D1" : "&page=5"), "\(last)")
      }
    }

    @Test("A player reads the pages of the simulator") func playerPages() async throws {
      let player = try stage.player { $0.sound = .none }
      let list = try await player.voices(VoiceQuery(pageSize: 2))
      try await shutDown(player)
      #expect(list.voices.count == 6 && list.isComplete)
      #expect(stage.simulator.log().count == 3)
    }

    @Test("Names that would steer the terminal do not reach it") func hostileNames() async throws {
      let hostile = #"\u001b]0;x\u0007\u001b[2JA\u202eB\u0000C\r\nD\u009b31m"#
      let body =
        #"{"voices":[{"voice_id":"voc_1","name":"\#(hostile)","description":"\#(hostile)","\u001b[2J":"\#(hostile)"}]}"#
      let service = try ListeningServer { _ in answer(200, json: body) }
      for arguments in [[], ["--json"], ["-VV"]] {
        let result = try await voices(arguments, service: service)
        #expect(result.ending == .exit(0))
        for bytes in [result.output, Array(result.error.utf8)] {
          #expect(String(decoding: bytes, as: UTF8.self).isTerminalSafe, "\(String(decoding: bytes, as: UTF8.self))")
        }
      }
    }

    @Test("Errors: a wrong key, no list, a failure that passes, no service") func voiceErrors() async throws {
      try await GustProgram.run([], command: "voices", on: stage, environment: ["BREEZE_API_KEY": "brz_wrong"])
        .expectFailure(3, ["401", "key"])
      let odd = try ListeningServer { _ in answer(200, json: #"{"voices":7}"#) }
      try await voices([], service: odd).expectFailure(9, ["not what was asked for"])
      stage.simulator.enqueue([
        Scenario {
          $0.on = .voices; $0.failure = Failure(status: 503, code: "UPSTREAM_ERROR", times: 2)
        }
      ])
      #expect(try await voices([]).ending == .exit(0))
      let environment = ["BREEZE_BASE_URL": "http://127.0.0.1:1"]
      try await GustProgram.run([], command: "voices", on: stage, environment: environment)
        .expectFailure(6, ["cannot be reached"])
    }

    @Test("The devices are named, the default marked; monitors are none") func deviceTable() async throws {
      let result = try await GustProgram.run([], command: "devices", on: stage, environment: ["BREEZE_API_KEY": nil])
      #expect(result.ending == .exit(0) && result.error.isEmpty)
      let lines = table(result)
      #expect(lines.count == 3 && lines[0].contains("NAME") && lines[0].contains("DESCRIPTION"))
      #expect(lines[1].hasPrefix("*  speech ") && lines[1].contains("\(stage.server.encoding) 1ch 24000Hz"))
      #expect(lines[2].hasPrefix("   other ") && !lines.joined().contains("monitor"))
    }

    @Test("--json says the same to programs") func deviceJSON() async throws {
      let devices = try array(try await GustProgram.run(["--json"], command: "devices", on: stage))
      #expect(devices.map { $0["name"] as? String } == ["speech", "other"])
      #expect(devices.map { $0["default"] as? Bool } == [true, false])
      #expect(devices.first?["sample_rate"] as? Int == 24_000 && devices.first?["channels"] as? Int == 1)
      let states = ["running", "idle", "suspended"]
      #expect(devices.allSatisfy { states.contains($0["state"] as? String ?? "") })
    }

    @Test("A device's description cannot steer the terminal") func hostileDevice() async throws {
      let server = try PrivatePulseServer(sinks: [.init(name: "plain")])
      defer { server.stop() }
      try server.loadModule(
        "module-null-sink", ["sink_name=odd", "sink_properties=device.description=\"A\u{1B}[2JB\u{202E}C\""])
      for arguments in [[], ["--json"]] {
        let result = try await GustProgram.run(
          arguments, command: "devices", on: stage, environment: ["PULSE_SERVER": server.serverAddress])
        let text = String(decoding: result.output, as: UTF8.self)
        #expect(result.ending == .exit(0) && text.isTerminalSafe && text.contains("A[2JBC"), "\(text)")
      }
    }

    @Test("No sound server, and one without a device, are errors of sound") func noDevices() async throws {
      for arguments in [[], ["--json"]] {
        try await GustProgram.run(
          arguments, command: "devices", on: stage, environment: ["PULSE_SERVER": "unix:/nowhere/native"]
        ).expectFailure(8, ["No sound server answers at unix:/nowhere/native"])
      }
      try await GustProgram.run(["speech"], command: "devices", on: stage).expectFailure(2, ["speech"])
    }
  }
}
