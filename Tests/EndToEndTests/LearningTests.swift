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
      var waits: [Duration] = []
      for _ in 0..<2 {
        let player = try stage.player { $0.stateFolder = folder.path("state/gust") }
        try await player.prepare()
        let report = try await player.speak(.pcm("Again")).end()
        #expect(report.isFinished, "\(report.outcome)")
        waits.append(try #require(report.marks.duration(from: .firstByte, to: .firstWrite)))
        try await shutDown(player)
      }
      // The pause outlasts what comes before it by 300 ms; a little less is wanted.
      #expect(waits[1] > .milliseconds(200), "\(waits)")
      let file = try #require(folder.contents(of: "state/gust/arrivals"))
      let lines = String(decoding: file, as: UTF8.self).split(separator: "\n")
      #expect(lines.count == 4 && lines[1] == "service pcm \(stage.simulator.baseURL)", "\(lines)")
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
