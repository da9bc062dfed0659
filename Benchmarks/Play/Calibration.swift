import AudioTypes
import Glibc
import Gust
import PulseHarness

/// What the rig itself adds: a loud write by nothing but `PulseOutput` into an idle stream, seen at the monitor.
struct Calibration {
  let rig: Rig
  let runs: Int

  func run() throws -> Section {
    var section = Section(
      "rig: what the sound server and the recorder add",
      explanation: """
        Sink: a null sink of PulseAudio, 24 kHz mono, rewinding as sinks do by default, kept awake by another stream.
        write → monitor: 5 ms of full scale written to an open, empty stream; no network, no decoder, no player.
        """)
    var latency = Measurement("write → monitor")
    var output = try PulseOutput(PulseConfiguration(server: rig.server.serverAddress, device: Rig.sink.name))
    try iterate(&output, for: .seconds(5), until: { $0.state == .ready })
    guard output.state == .ready else { throw BenchError("the sound server did not open a stream: \(output.state)") }
    for _ in 0..<runs {
      try iterate(&output, for: .milliseconds(200) + .microseconds(.random(in: 0..<20_000)), until: { _ in false })
      latency.add(try click(&output))
    }
    section.measurements = [latency]
    return section
  }

  private func click(_ output: inout PulseOutput) throws -> Duration {
    let start = rig.position
    let click = output.format.frameCount(in: .milliseconds(5))
    let written = MonotonicInstant.now
    _ = try output.write(atMost: click) { samples in
      while !samples.isFull { samples.append(.max) }
    }
    try iterate(&output, for: .milliseconds(50), until: { _ in false })
    guard let heard = try rig.take(since: start).firstAudibleAt else { throw BenchError("a click was not heard") }
    return written.duration(to: heard)
  }

  /// Runs the mainloop until `isDone` or the time is over.
  private func iterate(
    _ output: inout PulseOutput, for duration: Duration, until isDone: (borrowing PulseOutput) -> Bool
  ) throws {
    let deadline = MonotonicInstant.now.advanced(by: duration)
    while !isDone(output), .now < deadline { output.iterate(until: deadline) }
    if case .failed(let error) = output.state { throw error }
  }
}
