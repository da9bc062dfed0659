import PulseHarness

/// What the benchmarks of one run of the program share. Only those that play need the rig, so the first of them starts it.
final class Bench {
  let options: BenchOptions
  let programs: Programs
  private var startedRig: Rig?

  init(_ options: BenchOptions) {
    self.options = options
    programs = Programs(gustPath: options.gustPath, soundServer: options.soundServer)
  }

  func sections(of benchmark: BenchOptions.Benchmark) async throws -> [Section] {
    // Its recorder, which keeps all it hears, and its streams would run beside what has no use for them.
    if !benchmark.usesRig { startedRig = nil }
    return switch benchmark {
    case .play:
      try await PlayBenchmark(rig: rig(), runs: options.runs).run()
        // PipeWire renders nothing ahead: no sink of its is cold.
        + (options.soundServer.isPipeWire ? [] : ColdSinkBenchmark(programs: programs, runs: options.runs).run())
    case .startup: try await StartupBenchmark(rig: rig(), runs: options.runs).run()
    case .stop: try await StopBenchmark(rig: rig(), runs: options.runs).run()
    case .live: try await LiveBenchmark(rig: rig(), runs: options.runs).run()
    case .rivals: try await rivals()
    case .doors: try await DoorsBenchmark(rig: rig(), prefix: options.libraryPrefix, runs: options.runs).run()
    case .policy: PolicyStudy(.heldOut).run().sections
    case .ring: try RingBenchmark(rounds: options.runs).run()
    case .soak: try await SoakBenchmark(programs: programs, runs: options.wantedRuns ?? 1000).run()
    case .decode: try DecodeBenchmark(rounds: options.runs).run()
    }
  }

  private func rivals() async throws -> [Section] {
    try await RivalsBenchmark(
      programs: programs, rounds: min(options.rounds, options.runs), scene: options.scene
    ).run()
  }

  private func rig() async throws -> Rig {
    if let startedRig { return startedRig }
    let rig = try await Rig(programs)
    startedRig = rig
    return rig
  }
}
