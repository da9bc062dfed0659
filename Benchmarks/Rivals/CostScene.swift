/// What playing on costs, without the start: a long stream less a short one.
struct CostScene {
  let contest: Contest

  /// The two lengths, played by those whose cost is compared.
  struct Result {
    let short: SceneResult
    let long: SceneResult

    /// Processor time per time of audio in percent, run by run; `share` says whose. Of the runs that both lengths have.
    func slope(of name: String, _ share: (RivalRun) -> Double) -> [Double] {
      let (brief, lasting) = (short.runs(of: name), long.runs(of: name))
      let (short, long) = (short.scene.audio / .seconds(1), long.scene.audio / .seconds(1))
      return zip(brief, lasting).map { (share($1) * long - share($0) * short) / (long - short) }
    }
  }

  static let name = "cost of playing on"
  static let names = [Roster.gust, Roster.mpg123Name, Roster.mpvName]

  func play(on stage: some Stage, rounds: Int) async throws -> Result {
    let few = contest.only { Self.names.contains($0.name) }
    var scene = RivalScene.steady
    scene.audio = .seconds(2)
    scene.name = "2 s"
    let short = try await few.play(scene, on: stage, rounds: rounds)
    scene.audio = .seconds(10)
    scene.name = "10 s"
    return Result(short: short, long: try await few.play(scene, on: stage, rounds: rounds))
  }
}
