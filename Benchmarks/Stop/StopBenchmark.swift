import AudioTypes
import BreezeSimulator
import Glibc
import PulseHarness

/// The program from SIGINT to silence.
struct StopBenchmark {
  let rig: Rig
  let runs: Int

  func run() async throws -> [Section] {
    var section = Section(
      "stop: gust say, from Ctrl-C to silence",
      explanation: """
        SIGINT comes at some moment 400 to 600 ms into the sound, while the rest of it is still being sent.
        signal → silent: until the recorder had read the last audible sample (RMS of the next 10 ms ≥ -40 dBFS) off the
        monitor. signal → end: until the process had ended, looked at every 2 ms.
        """)
    var silent = Measurement("signal → silent", target: 20)
    var ended = Measurement("signal → end")
    var bySignal = 0
    try await rig.simulator.use(.steady(audio: .seconds(3)))
    for run in 0...runs {
      try await Rig.pause()
      let position = rig.position
      let program = try GustProgram(rig).start()
      try rig.waitForSound(of: .milliseconds(400) + .milliseconds(.random(in: 0..<200)), since: position)
      let signalled = MonotonicInstant.now
      program.send(SIGINT)
      let result = try program.wait()
      let end = MonotonicInstant.now
      guard run > 0 else { continue }
      if result.ending == .signal(SIGINT) { bySignal += 1 }
      guard let last = try rig.take(since: position).lastAudibleAt else { throw BenchError("nothing was heard") }
      silent.add(signalled.duration(to: last))
      ended.add(signalled.duration(to: end))
    }
    section.measurements = [silent, ended]
    section.notes = ["ended by SIGINT itself, as a shell expects: \(bySignal) of \(runs)"]
    if let p95 = silent.statistics?.p95 {
      section.verdicts = [Verdict("Ctrl-C to silence within 20 ms (p95)", isMet: p95 <= 20, "\(decimal(p95)) ms")]
    }
    return [section]
  }
}
