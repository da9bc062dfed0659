import AudioTypes

/// Holds what was found against what was promised. Pure: the same findings give the same verdicts.
struct RivalVerdicts {
  private let findings: RivalFindings

  init(_ findings: RivalFindings) {
    self.findings = findings
  }

  var all: [Verdict] {
    starts + ratios + [cold(RivalScene.cold, RivalScene.steady), cold(RivalScene.coldPCM, RivalScene.pcm)]
      + [RivalScene.slow, .jitter, .stall].map(noMoreStalled) + findings.scenes.map(neverBothWorse) + [
        processor, memory, busy,
      ]
  }

  // MARK: Start

  private var starts: [Verdict] {
    [
      steady,
      start("MP3 in a burst starts within 2 ms (median)", .burst, atMost: 2),
      start("PCM starts within 1.5 ms (median)", .pcm, atMost: 1.5),
    ]
  }

  private var steady: Verdict {
    let claim = "MP3 at a steady 2x starts within 22 ms (median) and 25 ms (p95), without a stall"
    guard let gust = gust(.steady), let start = Statistics(gust.runs.map(\.start.milliseconds)) else {
      return open(claim)
    }
    return Verdict(
      claim, isMet: start.median <= 22 && start.p95 <= 25 && gust.stallCount == 0 && gust.failures.isEmpty,
      "median \(decimal(start.median)) ms, p95 \(decimal(start.p95)) ms, stalls \(gust.stallCount), "
        + "failures \(gust.failures.count), n \(start.count)")
  }

  private func start(_ claim: String, _ scene: RivalScene, atMost limit: Double) -> Verdict {
    guard let median = gust(scene)?.medianStart else { return open(claim) }
    return Verdict(claim, isMet: median <= limit, "\(decimal(median)) ms")
  }

  private func cold(_ cold: RivalScene, _ warm: RivalScene) -> Verdict {
    let claim = "\(cold.name): starts within 5 ms of the warm figure"
    guard let later = gust(cold)?.medianStart, let usual = gust(warm)?.medianStart else { return open(claim) }
    return Verdict(claim, isMet: later - usual <= 5, "\(decimal(later)) ms against \(decimal(usual)) ms")
  }

  // MARK: Start, beside rivals

  private var ratios: [Verdict] {
    [
      faster("at least 1.8x faster than the fastest tuned rival", 1.8) { $0.kind == .tuned },
      faster("at least 25x faster than mpv and ffplay as they come", 25) { ["mpv", "ffplay"].contains($0.name) },
      faster("at least 70x faster than the official SDK's stream (which waits for the whole reply)", 70) {
        $0.kind == .sdk
      },
    ]
  }

  private func faster(_ claim: String, _ factor: Double, than isMeant: (RivalResult) -> Bool) -> Verdict {
    let claim = "MP3 at a steady 2x: \(claim)"
    let rivals = result(.steady)?.rivals.filter(isMeant) ?? []
    let starts = rivals.compactMap { rival in rival.medianStart.map { (rival.name, $0) } }
    guard let own = gust(.steady)?.medianStart, let best = starts.min(by: { $0.1 < $1.1 }) else { return open(claim) }
    // The one that is not there might have been the fastest.
    let unheard = rivals.filter { $0.medianStart == nil }.map(\.name)
    guard unheard.isEmpty else { return Verdict(claim, .open, "not heard: \(unheard.joined(separator: ", "))") }
    return Verdict(
      claim, isMet: best.1 >= factor * own,
      "\(best.0) \(decimal(best.1)) ms / gust \(decimal(own)) ms = \(decimal(best.1 / own))x")
  }

  // MARK: Stalls

  /// Rivals that lost audio are left out: what is skipped cannot stall.
  private func whole(_ result: SceneResult) -> [(name: String, start: Double, stalled: Double)] {
    result.rivals.compactMap { rival in
      guard let start = rival.medianStart, let stalled = rival.medianStalledTime,
        let lost = Statistics(rival.runs.map(\.missing.milliseconds))?.median, lost <= Self.tolerableLoss
      else { return nil }
      return (rival.name, start, stalled)
    }
  }

  private static let tolerableLoss = 50.0
  /// Stalls shorter than this are not heard, see `Hearing.shortestGap`.
  private static let sameStall = Hearing.shortestGap.milliseconds

  private func noMoreStalled(in scene: RivalScene) -> Verdict {
    let claim = "\(scene.name): stalled no longer than any rival that starts within 3x our start"
    guard let result = result(scene), let own = result.gust, let start = own.medianStart,
      let stalled = own.medianStalledTime
    else { return open(claim) }
    let near = whole(result).filter { $0.start < 3 * start }
    let better = near.filter { $0.stalled + Self.sameStall < stalled }
    let others = near.map { "\($0.name) \(decimal($0.stalled)) ms after \(decimal($0.start)) ms" }
    return Verdict(
      claim, isMet: better.isEmpty,
      (["gust \(decimal(stalled)) ms after \(decimal(start)) ms"] + (others.isEmpty ? ["no rival so near"] : others))
        .joined(separator: ", "))
  }

  private func neverBothWorse(_ result: SceneResult) -> Verdict {
    let claim = "\(result.scene.name): never both later and more stalled than a rival"
    guard let own = result.gust, let start = own.medianStart, let stalled = own.medianStalledTime,
      !whole(result).isEmpty
    else { return open(claim) }
    let better = whole(result).filter { $0.start < start && $0.stalled + Self.sameStall < stalled }
    return Verdict(
      claim, isMet: better.isEmpty,
      better.isEmpty
        ? "gust \(decimal(stalled)) ms after \(decimal(start)) ms"
        : "beaten by \(better.map(\.name).joined(separator: ", "))")
  }

  private var busy: Verdict {
    let claim = "MP3 at a steady 2x with every core busy: no stall after the start in \(HogsScene.runs) runs"
    guard let gust = findings.busy?.gust else { return open(claim) }
    let lateness = gust.runs.map(\.lateness).max() ?? .zero
    return Verdict(
      claim, isMet: gust.stallCount == 0 && gust.runs.count == HogsScene.runs,
      "stalls \(gust.stallCount) in \(gust.runs.count) runs, failures \(gust.failures.count); the simulator itself was "
        + "up to \(decimal(lateness.milliseconds)) ms late")
  }

  // MARK: Cost

  private var processor: Verdict {
    let claim = "Processor time per second of audio at most that of curl and mpg123"
    guard let cost = findings.cost, let own = median(cost.slope(of: Roster.gust, \.processorShare)),
      let rival = median(cost.slope(of: Roster.mpg123Name, \.processorShare)),
      let alone = median(cost.slope(of: Roster.mpg123Name, \.playerShare))
    else { return open(claim) }
    return Verdict(
      claim, isMet: own <= rival,
      "gust \(decimal(own)) %, curl and mpg123 \(decimal(rival)) %, mpg123 alone \(decimal(alone)) %")
  }

  private var memory: Verdict {
    let claim = "Memory at most half of mpv's"
    guard let cost = findings.cost, let own = memory(cost, Roster.gust), let rival = memory(cost, Roster.mpvName) else {
      return open(claim)
    }
    return Verdict(claim, isMet: 2 * own <= rival, "\(decimal(own)) MB against \(decimal(rival)) MB")
  }

  private func memory(_ cost: CostScene.Result, _ name: String) -> Double? {
    median(cost.long.runs(of: name).map { Double($0.peakMemory.rawValue) / 1_000_000 })
  }

  // MARK: Looking up

  private func result(_ scene: RivalScene) -> SceneResult? { findings.scenes.first { $0.scene.name == scene.name } }
  private func gust(_ scene: RivalScene) -> RivalResult? { result(scene)?.gust }
  private func median(_ samples: [Double]) -> Double? { Statistics(samples)?.median }
  private func open(_ claim: String) -> Verdict { Verdict(claim, .open, "not measured in this run") }
}
