import AudioTypes

/// What the rig itself adds: a click, seen at the monitor.
struct Calibration {
  let rig: Rig
  let runs: Int

  func run() throws -> Section {
    var section = Section(
      "rig: what the sound server and the recorder add",
      explanation: """
        Sink: a null sink, 24 kHz mono, rewinding as sinks of PulseAudio do by default, kept awake by another stream.
        write → monitor: 5 ms of full scale written to an open, empty stream; no network, no decoder, no player.
        """)
    var latency = Measurement("write → monitor")
    var click = try Click(rig.server)
    for _ in 0..<runs {
      try click.rest(.milliseconds(200) + .microseconds(.random(in: 0..<20_000)))
      let start = rig.position
      let written = try click.write()
      guard let heard = try rig.take(since: start).firstAudibleAt else { throw BenchError("a click was not heard") }
      latency.add(written.duration(to: heard))
    }
    section.measurements = [latency]
    return section
  }
}
