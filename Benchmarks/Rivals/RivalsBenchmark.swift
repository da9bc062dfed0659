import FoundationEssentials
import PulseHarness

/// Gust and what people play streams with today, on the same streams, into the same sink, in turns.
struct RivalsBenchmark {
  let programs: Programs
  let rounds: Int
  /// Part of the names of the scenes to play; nil plays all.
  let scene: String?

  /// So few rounds only show that all of it works.
  private var isBrief: Bool { rounds < 3 && scene == nil }

  func run() async throws -> [Section] {
    let folder = try TemporaryFolder()
    let contest = Contest(
      simulatorPath: programs.simulator, contenders: contenders(), folder: folder,
      isInstalled: Programs.isInstalled)
    var findings = RivalFindings()
    let warm = try await WarmStage(programs.soundServer)
    // Does not count: reads all the programs from disk, and lets those that make themselves a cache do so.
    _ = try await contest.play(.steady, on: warm, rounds: 1)
    for scene in isBrief ? RivalScene.brief : RivalScene.all where scene.sink == .warm && isWanted(scene.name) {
      findings.scenes.append(try await contest.play(scene, on: warm, rounds: rounds))
    }
    guard !isBrief else { return findings.sections }
    if isWanted(HogsScene.name) { findings.busy = try await HogsScene(contest: contest).play(on: warm) }
    if isWanted(CostScene.name) {
      findings.cost = try await CostScene(contest: contest).play(on: warm, rounds: rounds)
    }
    try await playCold(contest, &findings)
    return findings.sections
  }

  private func isWanted(_ name: String) -> Bool { scene.map { name.contains($0) } ?? true }

  private func playCold(_ contest: Contest, _ findings: inout RivalFindings) async throws {
    let scenes = RivalScene.all.filter { $0.sink == .cold && isWanted($0.name) }
    guard !scenes.isEmpty else { return }
    let cold = try await ColdStage(programs.soundServer)
    for scene in scenes {
      findings.scenes.append(try await contest.play(scene, on: cold, rounds: min(rounds, 3)))
    }
    findings.coldDrifts = cold.drifts
  }

  private func contenders() -> [Contender] {
    let gust = programs.gust
    // Without them there is nothing the SDK could be installed for; the roster names what is missing.
    guard ["python3", "mpv"].allSatisfy(Programs.isInstalled) else {
      return Roster.contenders(gust: gust, sdk: .success([]))
    }
    return Roster.contenders(gust: gust, sdk: Result(catching: SDKEnvironment.command))
  }
}
