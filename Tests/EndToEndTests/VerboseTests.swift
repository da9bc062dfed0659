import BreezeSimulator
import Foundation
import Gust
import PulseHarness
import Synchronization
import Testing

extension EndToEndTests {
  /// What `-V` and `GUST_LOG` tell on standard error.
  @Suite struct Verbose {
    let stage: Stage

    init() throws {
      stage = try EndToEndTests.stage
    }

    /// Every line of the log, without its time.
    private func entries(_ result: ProgramRun.Result) -> [String] {
      result.lines.compactMap { line in
        guard line.hasPrefix("gust: +"), let end = line.firstRange(of: " ms ") else { return nil }
        #expect(Double(line.dropFirst(7)[..<end.lowerBound]) != nil, "\(line)")
        return String(line[end.upperBound...])
      }
    }

    @Test("One -V tells each step, and never the text") func steps() async throws {
      stage.set(.noise(300) { $0.pace = .burst })
      let result = try await GustProgram.run(["-V", "--format", "pcm", "Whispered words"], on: stage)
      #expect(result.ending == .exit(0) && result.output.isEmpty)
      let entries = entries(result)
      #expect(entries.count == result.lines.count, "\(result.error)")
      let steps = [
        "gust 0.", "#1 connected: 127.0.0.1", "#1 POST \(stage.simulator.baseURL)/v1/text-to-speech/",
        "#1 HTTP/1.1 200; content-type: audio/pcm", "#1 first byte of audio", "#1 first frame decoded",
        "#1 start: ", "#1 last byte", "#1 last frame at the sink", "#1 end: finished; 14400 bytes, 300.0 ms heard",
        "#1 sound: stream open on speech", "#1 sound: buffer of ",
      ]
      for step in steps { #expect(entries.contains { $0.hasPrefix(step) }, "\(step): \(result.error)") }
      #expect(!entries.contains { $0.contains("piece of") })
      #expect(!result.error.contains("Whispered"))
    }

    @Test("Two tell every piece as well; so does the environment", arguments: [true, false])
    func details(byEnvironment: Bool) async throws {
      stage.set(.noise(300))
      let result = try await GustProgram.run(
        (byEnvironment ? [] : ["-VV"]) + ["--format", "pcm", "Whispered"], on: stage,
        environment: ["GUST_LOG": byEnvironment ? "2" : nil])
      let entries = entries(result)
      #expect(entries.contains { $0.hasPrefix("#1 piece of ") && $0.hasSuffix("14400 in all") }, "\(result.error)")
      #expect(entries.contains { $0.hasPrefix("#1 ring: ") && $0.hasSuffix("bytes wait for the decoder") })
    }

    @Test("Nothing is told unless asked for") func silence() async throws {
      stage.set(.noise(100))
      let result = try await GustProgram.run(["Hello"], on: stage, environment: ["GUST_LOG": "0"])
      #expect(result.ending == .exit(0) && result.error.isEmpty)
      try await GustProgram.run(["Hello"], on: stage, environment: ["GUST_LOG": "loud"])
        .expectFailure(2, ["GUST_LOG takes 0, 1 or 2"])
      try await GustProgram.run(["-vv", "Hello"], on: stage).expectFailure(2, ["-V"])
    }

    @Test("Retries, a break and what came of it are told") func mishaps() async throws {
      stage.set(.noise(600) { $0.cut = Cut(afterBytes: 14_400) })
      let cut = try await GustProgram.run(["-V", "--format", "pcm", "Hello"], on: stage)
      #expect(cut.ending == .exit(0))
      let told = entries(cut)
      #expect(told.contains { $0.hasPrefix("#1 broke off: ") } && told.contains { $0.hasPrefix("#1 recovered: bytes") })
      #expect(told.contains { $0.hasPrefix("#1 GET ") && $0.contains("/v1/history/") }, "\(cut.error)")
      stage.set(.noise(100) { $0.failure = Failure(status: 429, code: "RATE_LIMITED", times: 1) })
      let retried = entries(try await GustProgram.run(["-V", "Hello"], on: stage))
      #expect(retried.contains { $0.hasPrefix("#1 retry 1 in ") } && retried.contains { $0.contains("HTTP/1.1 429") })
      stage.set(.noise(100))
      let failed = try await GustProgram.run(["-V", "-a", "nowhere", "Hello"], on: stage)
      #expect(failed.ending == .exit(8) && entries(failed).contains { $0.hasPrefix("#1 end: failed: ") })
      #expect(failed.lines.last?.hasPrefix("gust: The sound server has no") == true, "the log comes before the end")
    }

    @Test("Over TLS its version is told") func tls() async throws {
      let service = try await TLSService()
      let result = try await GustProgram.run(["-V"], command: "voices", on: stage, environment: service.environment)
      #expect(result.ending == .exit(0), "\(result.error)")
      #expect(entries(result).contains { $0.hasPrefix("connected: 127.0.0.1, TLSv1.") && $0.contains("TLS ") })
      let doctor = try await GustProgram.run([], command: "doctor", on: stage, environment: service.environment)
      let text = String(decoding: doctor.output, as: UTF8.self)
      #expect(doctor.ending == .exit(0) && text.contains("TLSv1."), "\(text)")
      service.simulator.stop()
    }

    @Test("A service that repeats the key and steers the terminal does neither in the log")
    func hostile() async throws {
      let key = Stage.key
      let service = try ListeningServer { _ in
        answer(
          500,
          [
            "X-Breeze-Api-Key-Id": key, "X-Breeze-\u{1B}[2J": "\u{1B}[2J\(key)", "Server": "\(key)\u{9B}31m",
            "Content-Type": "application/json; \(key)", "Location": "/\(key)", "Set-Cookie": "\(key)",
          ], Array(#"{"code":"\#(key)","detail":"\#(key)"}"#.utf8))
      }
      for command in [["say", "Hello"], ["voices"], ["job", "job_1"], ["play", "hist_1"], ["doctor"]] {
        let result = try await GustProgram.run(
          ["-VV"] + command.dropFirst(), command: command[0], on: stage,
          environment: ["BREEZE_BASE_URL": service.url()])
        #expect(result.error.isTerminalSafe && !result.error.contains(key.dropFirst(4)), "\(result.error)")
        let text = String(decoding: result.output, as: UTF8.self)
        #expect(text.isTerminalSafe && !text.contains(key.dropFirst(4)), "\(text)")
      }
    }

    @Test("An address that the service names may be a signature: only its host is told") func signature() async throws {
      let audio = try stage.bytes("Far", .mp3, .noise(200))
      let elsewhere = try ListeningServer { _ in answer(200, ["Content-Type": "audio/mpeg"], audio) }
      let url = elsewhere.url("/signed?token=topsecret", host: "localhost")
      let job = #"{"generation_job_id":"job_1","status":"ready","download_url":"\#(url)"}"#
      let service = try ListeningServer { _ in answer(200, json: job) }
      let result = try await GustProgram.run(
        ["-VV", "-o", "-", "job_1"], command: "save", on: stage, environment: ["BREEZE_BASE_URL": service.url()])
      #expect(result.ending == .exit(0), "\(result.error)")
      #expect(!result.error.contains("topsecret") && result.error.contains("GET \(elsewhere.url(host: "localhost"))\n"))
    }

    @Test("A program's own log gets the same") func playerLog() async throws {
      stage.set(.noise(100))
      let entries = Mutex<[PlayerLog.Entry]>([])
      let player = try stage.player { configuration in
        configuration.log = PlayerLog(.steps) { entry in entries.withLock { $0.append(entry) } }
      }
      for _ in 0..<2 { _ = await player.speak(.pcm("Hello")).report }
      try await shutDown(player)
      let told = entries.withLock { $0 }
      #expect(told.count { $0.text.hasPrefix("end: finished") } == 2)
      #expect(Set(told.compactMap(\.utterance)) == [1, 2])
      #expect(told.contains { $0.utterance == 2 && $0.text.hasPrefix("connection kept") })
    }
  }
}
