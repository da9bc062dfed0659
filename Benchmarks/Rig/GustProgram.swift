import PulseHarness

/// The program `gust`, made to speak the text of the benchmarks.
struct GustProgram {
  private let rig: Rig

  init(_ rig: Rig) {
    self.rig = rig
  }

  /// - Parameter simulator: who is asked; nil asks the rig's.
  func start(asking simulator: SimulatorProcess? = nil) throws -> ProgramRun {
    try ProgramRun(
      rig.programs.gust, ["say", "--audio-device", Rig.sink.name, Rig.text],
      environment: simulator.map(rig.environment) ?? rig.environment)
  }
}

extension ProgramRun.Result {
  func expectSuccess(of program: String = "gust") throws {
    guard ending == .exit(0) else { throw BenchError("\(program): \(ending) \(error)") }
  }
}
