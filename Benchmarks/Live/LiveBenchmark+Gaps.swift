import AudioTypes
import PulseHarness

/// Whether a text of many parts sounds like one.
extension LiveBenchmark {
  private static let count = 20
  private static let audio = Duration.milliseconds(900)

  func gaps() async throws -> Section {
    let texts = max(1, runs / 4)
    var section = Section(
      "live: \(Self.count) sentences in a row, generated at 1.5x real time, 250 ms to the first byte",
      explanation: """
        \(Self.audio.milliseconds) ms of PCM each, and all of the text there. Silences: of 2 ms and more at the monitor, between the first \
        and the last sound.
        missing: of the sound that was sent, at the monitor; a sound server that rewinds may lose some samples.
        """)
    try await rig.simulator.use(Self.modest(audio: Self.audio))
    var (stalls, gaps, silences) = (0, 0, 0)
    var missing = Measurement("missing")
    for _ in 0..<texts {
      let (report, hearing) = try await speakAll()
      stalls += report.stalls.count
      gaps += report.gaps.count
      silences += hearing.gaps.count
      missing.add(hearing.missing(of: Self.audio * Self.count, at: Rig.sink.format))
    }
    section.measurements = [missing]
    section.verdicts = [
      Verdict(
        "no stall, no gap, no silence in \(texts) texts", isMet: stalls + gaps + silences == 0,
        "\(stalls) stalls, \(gaps) gaps, \(silences) silences")
    ]
    return section
  }

  private func speakAll() async throws -> (LiveReport, Hearing) {
    try await Rig.pause()
    let position = rig.position
    let folder = try TemporaryFolder()
    let program = try start(
      ["--format", "pcm", "--latency-report", folder.path("report")], input: Self.sentences(Self.count))
    try program.wait(limit: .seconds(60)).expectSuccess()
    guard let hearing = Hearing(try rig.take(since: position)) else { throw BenchError("nothing was heard") }
    return (try LiveReport(folder, "report"), hearing)
  }
}
