/// What the benchmarks of one run of the program share. Only those that play need the rig, so the first of them starts it.
final class Bench {
  let options: BenchOptions
  let programs: Programs
  private var startedRig: Rig?

  init(_ options: BenchOptions) {
    self.options = options
    programs = Programs(gustPath: options.gustPath)
  }

  func sections(of benchmark: BenchOptions.Benchmark) async throws -> [Section] {
    switch benchmark {
    case .play:
      try await PlayBenchmark(rig: rig(), runs: options.runs).run()
        + ColdSinkBenchmark(programs: programs, runs: options.runs).run()
    case .startup: try await StartupBenchmark(rig: rig(), runs: options.runs).run()
    case .stop: try await StopBenchmark(rig: rig(), runs: options.runs).run()
    case .rivals: try await rivals()
    case .policy: PolicyStudy(.heldOut).run().sections
    case .ring: try RingBenchmark(rounds: options.runs).run()
    case .soak: try await SoakBenchmark(programs: programs, runs: options.wantedRuns ?? 1000).run()
    case .decode: try DecodeBenchmark(rounds: options.runs).run()
    }
  }

  private func rivals() async throws -> [Section] {
    startedRig = nil  // Its recorder and its streams would run beside the rivals'.
    return try await RivalsBenchmark(
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
