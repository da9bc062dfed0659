import BreezeSimulator
import Foundation
import Glibc
import Gust
import PulseHarness
import Testing

extension EndToEndTests {
  /// `--latency-report` and `--trace`: there however it ends, and with all that was reached.
  @Suite struct Reports {
    let stage: Stage

    init() throws {
      stage = try EndToEndTests.stage
    }

    @Test("Success: every mark, and a stream that came twice as fast as it sounds")
    func finished() async throws {
      stage.set(.noise(1000, pace: Pace()))
      let report = try await run(["--format", "pcm", "Finished"])
      #expect(report.outcome == "finished" && report.error == nil)
      #expect(report.marks == Set(ReportFile.plainMarks))
      #expect(report.latencies == ["ttfb", "ttfa_arrival", "ttfa_heard", "start_up_overhead"])
      let audio = try report.object("audio")
      #expect(audio["length_ms"] as? Double == 1000 && audio["heard_ms"] as? Double == 1000)
      // Twice, by the machine's leisure.
      #expect((1.2...3).contains(audio["arrival_rate"] as? Double ?? 0), "\(audio)")
      let buffer = try report.object("buffer")
      #expect((buffer["target_length_ms"] as? Double ?? 0) > 50 && buffer["sink_latency_ms"] != nil, "\(buffer)")
    }

    @Test("Refused: the marks of the connection and of nothing else")
    func refused() async throws {
      stage.set(Scenario { $0.failure = Failure(status: 402, code: "BILLING_INSUFFICIENT_CREDITS") })
      let report = try await run(["Refused"])
      #expect(report.outcome == "failed" && report.error?.contains("credits") == true)
      #expect(report.marks == ["command", "dns_done", "connected", "request_sent"])
      #expect(report.latencies.isEmpty)
    }

    @Test("Cut: what came before is all there")
    func cut() async throws {
      stage.set(
        .noise(1500, pace: Pace()) {
          $0.cut = Cut(afterBytes: 20_000, how: .close)
          $0.history.failure = .forgotten
        })
      let report = try await run(["--format", "pcm", "Cut"])
      #expect(report.outcome == "truncated" && report.error?.contains("cut") == true)
      #expect(report.marks == Set(ReportFile.plainMarks))
      #expect(try report.object("audio")["bytes"] as? Int == 20_000)
      let recovery = try report.object("recovery")
      #expect(recovery["failure"] as? String == report.error?.split(separator: "fetched: ").last.map(String.init))
      #expect(recovery["method"] == nil && recovery["attempts"] as? Int == 1)
    }

    @Test("Cut and recovered: where it broke, and how the rest came")
    func recovered() async throws {
      stage.set(.noise(1500) { $0.cut = Cut(afterBytes: 20_000) })
      let report = try await run(["--format", "pcm", "Recovered"])
      #expect(report.outcome == "finished" && report.error == nil)
      #expect(report.marks == Set(ReportFile.plainMarks))
      #expect(try report.object("audio")["bytes"] as? Int == 72_000)
      let recovery = try report.object("recovery")
      #expect(recovery["method"] as? String == "bytes" && recovery["failure"] == nil)
      #expect(recovery["broke_off_at_bytes"] as? Int == 20_000 && recovery["attempts"] as? Int == 1)
      #expect((recovery["reason"] as? String)?.contains("cut") == true)
      #expect((recovery["waited_ms"] as? Double ?? 0) > 0)
    }

    @Test("Stopped: how long that took")
    func stopped() async throws {
      stage.set(.noise(5000, pace: Pace()))
      var report: ReportFile?
      _ = try await stage.hear { recorder in
        report = try await run(["Stopped"]) { run in
          try await recorder.waitForSound(.milliseconds(200))
          run.send(SIGINT)
        }
      }
      let stopped = try #require(report)
      #expect(stopped.outcome == "stopped" && stopped.latencies.contains("stop"))
      #expect(stopped.marks.isSuperset(of: ["first_audible", "last_audible"]))
    }

    @Test("No sound server: nothing was reached, and that is said")
    func noServer() async throws {
      stage.set(.noise(100))
      let report = try await run(["Unheard"], environment: ["PULSE_SERVER": "unix:/nowhere/socket"])
      #expect(report.outcome == "failed" && report.error?.contains("/nowhere/socket") == true)
      #expect(report.marks.contains("command") && !report.marks.contains("first_byte"))
    }

    @Test("Stalled: when, and how long")
    func stalled() async throws {
      stage.set(.noise(1000, pace: .pausing(after: 300, for: 1500)))
      let report = try await run(["--format", "pcm", "Stalled"])
      let stalls = try report.object("stalls")
      let first = try #require((stalls["first"] as? [[String: Any]])?.first)
      #expect(stalls["count"] as? Int ?? 0 > 0 && first["duration_ms"] as? Double ?? 0 > 0)
    }

    /// Runs `gust say` with both files, and expects the trace to tell the same story.
    private func run(
      _ arguments: [String], environment: [String: String?] = [:],
      _ meanwhile: (ProgramRun) async throws -> Void = { _ in }
    ) async throws -> ReportFile {
      let scratch = try TemporaryFolder()
      let files = ["--latency-report", scratch.path("report.json"), "--trace", scratch.path("trace.json")]
      let run = try GustProgram.start(files + arguments, on: stage, environment: environment)
      try await meanwhile(run)
      _ = try await GustProgram.end(of: run)
      let report = ReportFile(try jsonObject(try scratch.read("report.json")))
      let trace = try jsonObject(try scratch.read("trace.json"))
      let events = try #require(trace["traceEvents"] as? [[String: Any]])
      #expect(events.filter { $0["ph"] as? String == "i" }.count == report.marks.count)
      #expect((trace["otherData"] as? [String: String])?["outcome"] == report.outcome)
      return report
    }
  }
}

private func jsonObject(_ bytes: [UInt8]) throws -> [String: Any] {
  try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
}

/// What `--latency-report` wrote.
private struct ReportFile {
  /// All marks of an utterance over a new connection without TLS.
  static let plainMarks = [
    "command", "dns_done", "connected", "request_sent", "response_headers", "first_byte", "first_audio_decoded",
    "first_audible_decoded", "first_write", "first_audible", "last_byte", "last_audible",
  ]

  private let fields: [String: Any]

  init(_ fields: [String: Any]) {
    self.fields = fields
    #expect(fields["schema"] as? String == "gust-latency-report" && fields["version"] as? Int == 1)
  }

  var outcome: String? { fields["outcome"] as? String }
  var error: String? { fields["error"] as? String }
  var marks: Set<String> { Set((fields["marks_ns"] as? [String: Any] ?? [:]).keys) }
  var latencies: Set<String> { Set((fields["latency_ms"] as? [String: Any] ?? [:]).keys) }

  func object(_ name: String) throws -> [String: Any] { try #require(fields[name] as? [String: Any]) }
}
