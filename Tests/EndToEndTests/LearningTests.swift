import BreezeSimulator
import Gust
import PulseHarness
import Testing

extension EndToEndTests {
  /// What one run learns helps the next.
  @Suite struct Learning {
    let stage: Stage

    init() throws {
      stage = try EndToEndTests.stage
    }

    @Test("A player waits for the pause that another one stumbled over")
    func betweenPlayers() async throws {
      stage.set(.noise(900, pace: .pausing(after: 200, for: 500)))
      let folder = try TemporaryFolder()
      // Of a stream that a busy machine looked at too late nothing is learned.
      for _ in 0..<5 where folder.names.isEmpty { _ = try await wait(learningIn: folder) }
      // The pause outlasts what comes before it by 300 ms; a little less is wanted.
      let wait = try await wait(learningIn: folder)
      #expect(wait > .milliseconds(200), "\(wait)")
      let file = try #require(folder.contents(of: "state/gust/arrivals"))
      let lines = String(decoding: file, as: UTF8.self).split(separator: "\n")
      #expect(lines.count > 2 && lines[1] == "service pcm \(stage.simulator.baseURL)", "\(lines)")
    }

    /// How long a new player waits after the first byte.
    private func wait(learningIn folder: TemporaryFolder) async throws -> Duration {
      let player = try stage.player { $0.stateFolder = folder.path("state/gust") }
      try await player.prepare()
      let report = try await player.speak(.pcm("Again")).end()
      #expect(report.isFinished, "\(report.outcome)")
      try await shutDown(player)
      return try #require(report.marks.duration(from: .firstByte, to: .firstWrite))
    }

    @Test("The program keeps what it learns, unless it is told not to", arguments: [nil, "off"])
    func program(state: String?) async throws {
      stage.set(.noise(300))
      let folder = try TemporaryFolder()
      let environment: [String: String?] = ["GUST_STATE": state, "XDG_STATE_HOME": folder.path("state")]
      let result = try await GustProgram.run(["Known"], on: stage, environment: environment)
      #expect(result.ending == .exit(0))
      #expect(folder.names == (state == nil ? ["state"] : []))
      let file = folder.contents(of: "state/gust/arrivals").map { String(decoding: $0, as: UTF8.self) }
      #expect(
        file.map { $0.hasPrefix("gust-arrivals 1\nservice mp3 http") && !$0.contains("Known") } ?? (state == "off"))
    }
  }
}
