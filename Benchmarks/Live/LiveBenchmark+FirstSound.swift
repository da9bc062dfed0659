import AudioTypes
import BreezeSimulator
import PulseHarness

/// How soon a text is heard that is still being written.
extension LiveBenchmark {
  private static let clause = "Once upon a winter's"
  private static let end = "night,"
  private static let rest = " an old king sat beside his fire. He had a daughter, who was clever and kind."

  func firstSound() async throws -> Section {
    var section = Section(
      "live: words on standard input, 30 a second, until they are heard",
      explanation: """
        The program starts when the first word is written. Same pace as in play.
        clause → request: the last word of the first clause is written, until the simulator has read the request for it.
        sent → monitor: from the first audio of that clause. With MP3 its first audible frame is sent some 20 ms later.
        """)
    var asked = Measurement("clause → request")
    var measurements: [Measurement] = []
    try await rig.simulator.use(.steady(audio: .milliseconds(500)))
    for format in ["pcm", "mp3"] {
      var heard = Measurement("\(format): sent → monitor", target: 50)
      for run in 0...runs {
        let take = try await typeOnce(format)
        guard run > 0 else { continue }  // The first run reads the programs from disk.
        asked.add(take.asked)
        if let sound = take.heard { heard.add(sound) } else { heard.addFailures() }
      }
      measurements.append(heard)
    }
    section.measurements = measurements + [asked]
    section.verdicts = measurements.map { heard in
      let p95 = heard.statistics?.p95 ?? .infinity
      return Verdict(
        "\(heard.name) within 50 ms (p95), each time", isMet: p95 <= 50 && heard.failures == 0, "\(decimal(p95)) ms")
    }
    return section
  }

  private func typeOnce(_ format: String) async throws -> (asked: Duration, heard: Duration?) {
    try await Rig.pause()
    let position = rig.position
    let pipe = try LivePipe()
    var written = MonotonicInstant.now
    let requests = try await rig.simulator.requests {
      let program = try pipe.start(
        rig.programs.gust, Self.arguments + ["--format", format], environment: rig.environment)
      try await pipe.type(Self.clause)
      written = .now
      try await pipe.type(Self.end)
      try await pipe.type(Self.rest)
      try pipe.finish()
      try program.wait(limit: .seconds(30)).expectSuccess()
    }
    // One without speech may have made the connection.
    guard let first = requests.first(where: \.isForSpeech) else { throw BenchError("nothing was asked for") }
    let heard = try rig.take(since: position).firstAudibleAt
    return (
      written.duration(to: first.arrival), first.firstSend.flatMap { sent in heard.map { sent.duration(to: $0) } }
    )
  }
}
