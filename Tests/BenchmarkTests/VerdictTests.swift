import AudioTypes
import Testing

@testable import gust_bench

@Suite struct VerdictTests {
  private func player(
    _ name: String, _ kind: Contender.Kind, start: Double, stalled: Double = 0, lost: Double = 0
  ) -> RivalResult {
    let run = RivalRun(
      start: .microseconds(Int(start * 1000)), stallCount: stalled > 0 ? 1 : 0,
      stalledTime: .microseconds(Int(stalled * 1000)), missing: .microseconds(Int(lost * 1000)), processorShare: 1,
      playerShare: 1, peakMemory: ByteCount(1), lateness: .zero)
    return RivalResult(name: name, kind: kind, runs: [run, run, run])
  }

  private func verdicts(_ scene: RivalScene, _ players: [RivalResult]) -> [Verdict] {
    var findings = RivalFindings()
    findings.scenes = [SceneResult(scene: scene, players: players)]
    return RivalVerdicts(findings).all
  }

  private func outcome(_ part: String, _ verdicts: [Verdict]) throws -> Verdict.Outcome {
    try #require(verdicts.first { $0.claim.contains(part) }).outcome
  }

  @Test("Starts and ratios are held against the fastest rival of their kind")
  func ratios() throws {
    var players = [
      player("gust say", .gust, start: 20), player("slow", .tuned, start: 90), player("fast", .tuned, start: 36),
      player("mpv", .standard, start: 500), player("SDK", .sdk, start: 1399),
    ]
    var found = verdicts(.steady, players)
    #expect(try outcome("22 ms", found) == .met)
    #expect(try outcome("1.8x", found) == .met)
    #expect(try outcome("25x", found) == .met)
    #expect(try outcome("70x", found) == .missed)
    players.append(RivalResult(name: "absent", kind: .tuned, absence: "missing"))
    #expect(try outcome("1.8x", verdicts(.steady, players)) == .open)
    players.removeLast()
    players[2] = player("fast", .tuned, start: 35)
    players[0] = player("gust say", .gust, start: 20, stalled: 5)
    found = verdicts(.steady, players)
    #expect(try outcome("1.8x", found) == .missed)
    #expect(try outcome("22 ms", found) == .missed)
  }

  @Test("A rival that starts nearly as soon may not stall less")
  func stalls() throws {
    let near = player("near", .tuned, start: 59, stalled: 10)
    let far = player("far", .standard, start: 61)
    let claim = "stalled no longer"
    let gust = player("gust say", .gust, start: 20, stalled: 11)
    #expect(try outcome("\(RivalScene.stall.name): \(claim)", verdicts(.stall, [gust, near, far])) == .met)
    let worse = player("gust say", .gust, start: 20, stalled: 15)
    #expect(try outcome("\(RivalScene.stall.name): \(claim)", verdicts(.stall, [worse, near, far])) == .missed)
  }

  @Test("A rival that skips audio is no example")
  func skipping() throws {
    let skipping = player("skips", .tuned, start: 10, lost: 120)
    let honest = player("plays", .tuned, start: 10)
    let gust = player("gust say", .gust, start: 20, stalled: 30)
    #expect(try outcome("both", verdicts(.jitter, [gust, honest])) == .missed)
    #expect(try outcome("both", verdicts(.jitter, [gust, skipping, player("late", .tuned, start: 99)])) == .met)
  }

  @Test("What was not measured is open, not met")
  func open() {
    let found = RivalVerdicts(RivalFindings()).all
    #expect(!found.isEmpty)
    #expect(found.allSatisfy { $0.outcome == .open })
  }
}
