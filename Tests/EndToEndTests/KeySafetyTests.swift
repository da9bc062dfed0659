import BreezeSimulator
import Foundation
import Glibc
import Gust
import PulseHarness
import Testing

extension EndToEndTests {
  /// The key goes to the service and nowhere else: judged by every byte that a second server is sent, and by all that is
  /// written.
  @Suite struct KeySafety {
    let stage: Stage

    init() throws {
      stage = try EndToEndTests.stage
    }

    /// A command, and what it is given.
    struct Way: Sendable, CustomTestStringConvertible {
      let command: String
      let arguments: [String]
      var testDescription: String { ([command] + arguments).joined(separator: " ") }

      static let all = [
        Way(command: "say", arguments: ["Whispered"]), Way(command: "say", arguments: ["--async", "Whispered"]),
        Way(command: "job", arguments: ["job_1"]), Way(command: "job", arguments: ["--wait", "job_1"]),
        Way(command: "play", arguments: ["job_1"]), Way(command: "play", arguments: ["hist_1"]),
        Way(command: "save", arguments: ["-o", "-", "hist_1"]), Way(command: "voices", arguments: []),
      ]

      /// Whether audio comes of it.
      var isOfAudio: Bool { command != "job" && command != "voices" }

      /// A download may go on elsewhere, without the key; nothing else may.
      var mayBeRedirected: Bool { arguments.last == "hist_1" }
    }

    @Test("No redirect takes the key or the text elsewhere", arguments: Way.all, [301, 302, 303, 307, 308])
    func redirects(_ way: Way, _ status: Int) async throws {
      let elsewhere = try ListeningServer { _ in answer(404, json: "{}") }
      for host in ["127.0.0.1", "localhost"] {
        let target = elsewhere.url("/x", host: host)
        let service = try ListeningServer { _ in answer(status, ["Location": target]) }
        let result = try await GustProgram.run(
          way.arguments, command: way.command, on: stage, environment: ["BREEZE_BASE_URL": service.url()])
        #expect(result.ending != .exit(0))
        #expect(service.requests.contains { $0.contains(Stage.key) })
      }
      if !way.mayBeRedirected { #expect(elsewhere.requests.isEmpty) }
      expectInnocent(elsewhere)
    }

    @Test("Nor does one from https to http", arguments: [Way.all[0], Way.all[5]])
    func downgrade(_ way: Way) async throws {
      let service = try await TLSService()
      let elsewhere = try ListeningServer { _ in answer(404, json: "{}") }
      service.simulator.setScenario(
        Scenario {
          $0.on = .any; $0.redirect = Redirect(to: elsewhere.url("/x"), status: 302)
        })
      let result = try await GustProgram.run(
        way.arguments, command: way.command, on: stage, environment: service.environment)
      #expect(result.ending != .exit(0) && service.simulator.log().first?.header("xi-api-key") == "accepted")
      expectInnocent(elsewhere)
      service.simulator.stop()
    }

    @Test("A download address elsewhere gets a bare request, and so does where that one leads")
    func downloadAddress() async throws {
      let audio = try stage.bytes("Far", .mp3, .noise(200))
      let last = try ListeningServer { _ in answer(200, ["Content-Type": "audio/mpeg"], audio) }
      let target = last.url("/signed?x=1", host: "localhost")
      let first = try ListeningServer { _ in answer(302, ["Location": target]) }
      let job = #"{"generation_job_id":"job_1","status":"ready","download_url":"\#(first.url("/a"))"}"#
      let service = try ListeningServer { request in
        request.hasPrefix("GET /v1/generation-jobs/") ? answer(200, json: job) : answer(404, json: "{}")
      }
      let result = try await GustProgram.run(
        ["-o", "-", "job_1"], command: "save", on: stage, environment: ["BREEZE_BASE_URL": service.url()])
      #expect(result.ending == .exit(0), "\(result.error)")
      expectSame(result.output, audio)
      for server in [first, last] {
        expectInnocent(server)
        let lines = try #require(server.requests.first).components(separatedBy: "\r\n")
        let names = Set(lines.dropFirst().compactMap { $0.split(separator: ":").first?.lowercased() })
        #expect(names == ["host", "accept", "user-agent"], "\(lines)")
        #expect(server.requests.count == 1)
      }
    }

    @Test(
      "A download address that may not be asked is not asked",
      arguments: [
        "http://192.0.2.1/x", "ftp://127.0.0.1/x", "https://user:pass@example.invalid/x", "file:///etc/passwd",
      ])
    func refusedAddress(url: String) async throws {
      let job = #"{"generation_job_id":"job_1","status":"ready","download_url":"\#(url)"}"#
      let service = try ListeningServer { request in
        request.hasPrefix("GET /v1/generation-jobs/") ? answer(200, json: job) : answer(404, json: "{}")
      }
      let result = try await GustProgram.run(
        ["-o", "-", "job_1"], command: "save", on: stage, environment: ["BREEZE_BASE_URL": service.url()])
      result.expectFailure(7, ["404"])
      #expect(service.requests.count == 2)
    }

    /// Each way with what ends it at once; what is asked again and again is so once, for it takes its time.
    static let echoes = Way.all.flatMap { [($0, 200), ($0, 401)] } + [(Way.all[5], 500)]

    @Test("A service that repeats the key everywhere it can does not bring it to light", arguments: echoes)
    func echo(_ way: Way, _ status: Int) async throws {
      let audio = try stage.bytes("Echo", .mp3, .noise(100))
      let key = Stage.key
      let split = key.replacing("_", with: "_\\u200b\\u001b")
      let body = """
        {"code":"\(key)","detail":"\(key) \(split) \\u001b]0;x\\u0007\\u009b2J\\u202e","error":{"code":"\(key)",\
        "detail":"\(split)"},"meta":{"\(key)":"\(key)"},"generation_job_id":"job_1","history_item_id":"\(key)",\
        "status":"\(key)","text":"\(key)","voice_name":"\(split)","download_url":"https://example.invalid/\(key)",\
        "voices":[{"voice_id":"\(key)"},{"voice_id":"voc_1","name":"\(split)","tone":"\(key)","\(key)":"\(split)"}]}
        """
      let isAudio = status == 200 && !way.arguments.contains("--async") && way.isOfAudio
      let service = try ListeningServer { request in
        let fields = [
          "Content-Disposition": "attachment; filename=\"\(key).mp3\"", "History-Item-Id": key, "Location": "/\(key)",
          "X-Breeze-Api-Key-Id": key,
        ]
        guard isAudio, !request.contains("/generation-jobs/") else {
          return answer(status, fields.merging(["Content-Type": "application/json"]) { $1 }, Array(body.utf8))
        }
        return answer(status, fields.merging(["Content-Type": "audio/mpeg"]) { $1 }, audio)
      }
      let scratch = try TemporaryFolder()
      var arguments = way.arguments
      if way.isOfAudio {
        arguments =
          ["--timings", "--latency-report", scratch.path("report"), "--trace", scratch.path("trace")] + arguments
      }
      if way.isOfAudio || arguments.contains("--wait") { arguments = ["--max-wait", "0.2"] + arguments }
      let result = try await GustProgram.run(
        arguments, command: way.command, on: stage, environment: ["BREEZE_BASE_URL": service.url()])
      let written = try scratch.names.flatMap { try scratch.read($0) }
      for bytes in [Array(result.error.utf8), result.output, written] {
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(!text.contains(key) && !text.contains(key.dropFirst(4)), "\(text)")
      }
      #expect(result.error.isTerminalSafe, "\(result.error.debugDescription)")
      if !way.isOfAudio { #expect(String(decoding: result.output, as: UTF8.self).isTerminalSafe) }
    }

    @Test("The key is not among the arguments of the process, and cannot be put there")
    func arguments() async throws {
      stage.set(
        Scenario {
          $0.on = .any; $0.hang = .beforeHeaders
        })
      let scratch = try TemporaryFolder()
      let file = try scratch.write("key", Array("\(Stage.key)\r\n".utf8), mode: 0o600)
      try scratch.link("link", to: file)
      let run = try GustProgram.start(
        ["--api-key-file", scratch.path("link"), "Hello"], on: stage, environment: ["BREEZE_API_KEY": nil])
      #expect(await eventually { !stage.requests.isEmpty })
      let shown = try commandLine(of: run.identifier)
      #expect(shown.contains("--api-key-file") && !shown.contains(Stage.key))
      #expect(stage.requests.first?.header("xi-api-key") == "accepted")
      run.send(SIGINT)
      #expect(try await GustProgram.end(of: run).ending == .signal(SIGINT))
      for option in [["--api-key", Stage.key], ["--api-key=\(Stage.key)"]] {
        try await GustProgram.run(option + ["Hello"], on: stage).expectFailure(2, ["--api-key"])
      }
    }

    @Test(
      "A key that is more than a key is refused before anything is sent, and not shown",
      arguments: ["\r\nX-Evil: 1", "\n", "\u{0B}", "\u{7F}", "\u{1B}[2J", " x", "\t", "é"])
    func strangeKeys(tail: String) async throws {
      stage.set(.noise(100))
      let scratch = try TemporaryFolder()
      let file = try scratch.write("key", Array("\(Stage.key)\(tail)z\n".utf8), mode: 0o600)
      for way in Way.all {
        let byFile = try await GustProgram.run(
          ["--api-key-file", file] + way.arguments, command: way.command, on: stage,
          environment: ["BREEZE_API_KEY": nil])
        byFile.expectFailure(3, ["API key"])
        let byVariable = try await GustProgram.run(
          way.arguments, command: way.command, on: stage, environment: ["BREEZE_API_KEY": Stage.key + tail])
        byVariable.expectFailure(3, ["API key"])
      }
      #expect(stage.simulator.log().isEmpty)
    }

    /// Expects that a server was told nothing of ours.
    private func expectInnocent(_ server: ListeningServer, sourceLocation: SourceLocation = #_sourceLocation) {
      for request in server.requests {
        let text = request.lowercased()
        for secret in [Stage.key, "xi-api-key", "authorization", "cookie", "Whispered", "referer"] {
          #expect(!text.contains(secret.lowercased()), "\(request)", sourceLocation: sourceLocation)
        }
        #expect(
          request.hasPrefix("GET ") && request.hasSuffix("\r\n\r\n"), "\(request)", sourceLocation: sourceLocation)
      }
    }
  }
}
