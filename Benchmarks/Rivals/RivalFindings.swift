import AudioTypes

/// All that playing against each other found out, as sections of the report.
struct RivalFindings {
  var scenes: [SceneResult] = []
  /// Gust alone, with every core busy.
  var busy: SceneResult?
  var cost: CostScene.Result?
  /// How far counting frames on the cold sink was off over each run.
  var coldDrifts: [Duration] = []

  static let explanation = """
    Everybody plays the same stream of noise (24 kHz mono, no silence in it) from the same simulator into the same null
    sink, in turns; who is first changes from round to round, and one round before all others does not count. Gust as the command, with a request, a connection and a stream of its own.
    Players that cannot make the request get the reply from “curl -sN … | player -”, as people do it.
    start: from the simulator's first send of the body to the first audible frame at the sink's monitor (RMS of the last
    10 ms ≥ -40 dBFS). stalled: silences of 2 ms or more between the first and the last audible frame, in all. lost:
    audio that never sounded. processor: user and system time of all that ran, curl included, over the length of the
    audio, start included; memory: VmHWM of the player and what it started, without curl. simulator: by how much
    the latest send of a run came behind its schedule, which is no player's fault. Failed runs never sounded, did
    not end in time, or ended badly.
    """

  var sections: [Section] {
    var sections = (scenes + [busy].compactMap(\.self)).enumerated().map { index, result in
      section(result, explanation: index == 0 ? Self.explanation : "As in the first table of the rivals.")
    }
    if let cost { sections.append(section(cost)) }
    if !coldDrifts.isEmpty { sections.append(coldSection) }
    sections.append(summary)
    return sections
  }

  // MARK: Sections

  private func section(_ result: SceneResult, explanation: String) -> Section {
    var section = Section("rivals: \(result.scene.name)", explanation: explanation)
    let columns: [(String, String, (RivalRun) -> Double)] = [
      ("start", "ms", \.start.milliseconds), ("stalled", "ms", \.stalledTime.milliseconds),
      ("lost", "ms", \.missing.milliseconds), ("processor", "%", \.processorShare),
      ("memory", "MB", { Double($0.peakMemory.rawValue) / 1_000_000 }),
    ]
    for (quantity, unit, value) in columns {
      for player in result.players where quantity == "start" || player.absence == nil {
        section.measurements.append(measurement(player, quantity, unit, value))
      }
    }
    var lateness = Measurement("simulator: latest send")
    for run in result.players.flatMap(\.runs) { lateness.add(run.lateness) }
    section.measurements.append(lateness)
    section.notes = result.players.filter { !$0.failures.isEmpty }.map {
      "\($0.name) failed: \(Set($0.failures).sorted().joined(separator: "; "))"
    }
    let series = result.players.filter { !$0.runs.isEmpty }.map {
      Distributions.Series(name: $0.name, samples: $0.runs.map(\.start.milliseconds), isOurs: $0.kind == .gust)
    }
    let title = "First byte sent → audible: \(result.scene.name)"
    if series.count > 1 {
      section.plots = [
        .comparison(Comparison(title: title, unit: "ms", rows: series)),
        .distributions(Distributions(title: title, unit: "ms", series: series)),
      ]
    }
    return section
  }

  private func measurement(
    _ player: RivalResult, _ quantity: String, _ unit: String, _ value: (RivalRun) -> Double
  ) -> Measurement {
    var measurement = Measurement("\(player.name): \(quantity)", unit: unit)
    measurement.absence = player.absence
    for run in player.runs { measurement.add(value(run)) }
    measurement.addFailures(player.failures.count)
    return measurement
  }

  private func section(_ cost: CostScene.Result) -> Section {
    var section = Section(
      "rivals: what playing on costs",
      explanation: """
        Processor time of a run with 10 s of MP3 less that of one with 2 s, over the difference, so that the start does
        not count; memory (VmHWM) of the long run.
        """)
    for player in cost.long.players where player.absence == nil {
      let both = player.kind == .gust ? "" : " with curl"
      var all = Measurement("\(player.name)\(both): processor", unit: "%")
      for sample in cost.slope(of: player.name, \.processorShare) { all.add(sample) }
      section.measurements.append(all)
      if player.kind != .gust {
        var alone = Measurement("\(player.name) alone: processor", unit: "%")
        for sample in cost.slope(of: player.name, \.playerShare) { alone.add(sample) }
        section.measurements.append(alone)
      }
      section.measurements.append(
        measurement(player, "memory", "MB") { Double($0.peakMemory.rawValue) / 1_000_000 })
    }
    return section
  }

  private var coldSection: Section {
    var section = Section(
      "rivals: how well the cold sink was heard",
      explanation: """
        The recorder on the cold sink asks for no latency, so that it does not wake the sink, and gets everything seconds
        late. Times are therefore counted in frames back from a click at a known moment after each run.
        off: how far each click lay from where the one before it says it should, over the whole run between them.
        """)
    var drift = Measurement("off")
    for sample in coldDrifts { drift.add(sample) }
    section.measurements = [drift]
    return section
  }

  private var summary: Section {
    var section = Section(
      "rivals: what was to be shown",
      explanation: "Medians over the runs of this report, unless another figure is named.")
    section.verdicts = RivalVerdicts(self).all
    section.plots = [
      .stalls(
        StallBars(
          title: "Time stalled in each scene (median)",
          scenes: scenes.map { result in
            StallBars.Scene(
              name: result.scene.name,
              bars: result.players.compactMap { player in
                player.medianStalledTime.map {
                  StallBars.Bar(name: player.name, stalledMs: $0, isOurs: player.kind == .gust)
                }
              })
          }))
    ]
    return section
  }
}
