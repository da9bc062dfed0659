import AudioTypes
import Glibc
import PulseHarness

/// How soon a text falls silent.
extension LiveBenchmark {
  func stopping() async throws -> Section {
    var section = Section(
      "live: Ctrl-C at any moment of a text of 20 sentences",
      explanation: """
        SIGINT comes some 100 to 6000 ms into the sound: within sentences and at their seams, while others are on their way.
        signal → silent: until the recorder had read the last audible sample (RMS of the next 10 ms ≥ -40 dBFS) off the
        monitor. signal → end: until the process had ended, looked at every 2 ms.
        """)
    var silent = Measurement("signal → silent", target: 20)
    var ended = Measurement("signal → end")
    var (bySignal, orphans) = (0, 0)
    try await rig.simulator.use(Self.modest(audio: .milliseconds(900)))
    for _ in 0..<runs {
      let stop = try await stopOnce()
      bySignal += stop.wasSignal ? 1 : 0
      orphans += stop.orphans
      silent.add(stop.silent)
      ended.add(stop.ended)
    }
    section.measurements = [silent, ended]
    section.notes = ["ended by SIGINT itself, as a shell expects: \(bySignal) of \(runs)"]
    let p95 = silent.statistics?.p95 ?? .infinity
    section.verdicts = [
      Verdict("Ctrl-C to silence within 20 ms (p95)", isMet: p95 <= 20, "\(decimal(p95)) ms"),
      Verdict("no request goes on a second later", isMet: orphans == 0, "\(orphans) do"),
    ]
    return section
  }

  private func stopOnce() async throws -> (silent: Duration, ended: Duration, wasSignal: Bool, orphans: Int) {
    try await Rig.pause()
    let position = rig.position
    var (signalled, end) = (MonotonicInstant.now, MonotonicInstant.now)
    var wasSignal = false
    let requests = try await rig.simulator.requests {
      let program = try start(input: Self.sentences(20))
      try rig.waitForSound(of: .milliseconds(100), since: position)
      try await Task.sleep(for: .milliseconds(.random(in: 0...5900)))
      signalled = .now
      program.send(SIGINT)
      wasSignal = try program.wait().ending == .signal(SIGINT)
      end = .now
      try await Task.sleep(for: .seconds(1))
    }
    guard let last = try rig.take(since: position).lastAudibleAt else { throw BenchError("nothing was heard") }
    return (
      signalled.duration(to: last), signalled.duration(to: end), wasSignal, requests.count { !$0.isOver }
    )
  }
}
