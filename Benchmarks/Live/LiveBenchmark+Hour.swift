import AudioTypes
import BreezeSimulator
import Glibc
import PulseHarness

/// What a long text leaves behind.
extension LiveBenchmark {
  /// Short ones, such as are said in 1.2 s.
  private static let countOfAnHour = 3000
  private static let limit = 5.0

  func hour() async throws -> Section {
    // Fewer runs: less of it.
    let count = Self.countOfAnHour * min(runs, 20) / 20
    var section = Section(
      "live: an hour of text, \(count) sentences",
      explanation: """
        Each a request of its own, of which the service makes 50 ms of MP3 instead of 1.2 s.
        Memory is VmRSS of the program, ten times a second, shared pages included, MB of 10^6; its start is when it had been heard for 2 s.
        """)
    try await rig.simulator.use(Scenario.steady(audio: .milliseconds(50)).inABurst)
    let folder = try TemporaryFolder()
    let position = rig.position
    let program = try start(["--latency-report", folder.path("report")], input: Self.sentences(count))
    try rig.waitForSound(of: .seconds(2), since: position)
    var memory = Measurement("memory", unit: "MB")
    // A program that has ended has no memory to tell of.
    while let held = residentMemory(ofProcess: program.identifier) {
      memory.add(Double(held.rawValue) / 1_000_000)
      usleep(100_000)
    }
    let result = try program.wait()
    try result.expectSuccess()
    let report = try LiveReport(folder, "report")
    section.measurements = [memory]
    let growth = (memory.statistics?.maximum ?? .infinity) - (memory.samples.first ?? 0)
    section.notes = ["\(report.utterances.finished) sentences heard in \(result.wallTime.components.seconds) s"]
    section.verdicts = [
      Verdict("every sentence was heard", isMet: report.utterances.finished == count, "\(report.utterances.finished)"),
      Verdict(
        "memory within \(decimal(Self.limit)) MB of its start",
        count < Self.countOfAnHour ? .open : growth <= Self.limit ? .met : .missed,
        "\(decimal(growth)) MB more at most"),
    ]
    return section
  }
}

extension Scenario {
  fileprivate var inABurst: Scenario {
    var scenario = self
    scenario.pace = .burst
    return scenario
  }
}
