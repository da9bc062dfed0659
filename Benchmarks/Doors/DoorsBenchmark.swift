import AudioTypes
import BreezeSimulator
import Gust
import PulseHarness

/// The same text through Swift, C and Python, in turns; and what the library adds to the memory of a program.
struct DoorsBenchmark {
  let rig: Rig
  /// Where `Sources/GustC/install` has put the library.
  let prefix: String
  let runs: Int

  private static let audio = Duration.milliseconds(600)
  private static let farthest = 2.0

  func run() async throws -> [Section] {
    try await rig.simulator.use(.steady(audio: Self.audio))
    let programs = Result { try DoorPrograms(rig, prefix: prefix) }
    return try await [latency(programs)] + DoorMemory(programs: programs, runs: max(3, runs / 4)).run()
  }

  // MARK: Latency

  private func latency(_ programs: Result<DoorPrograms, any Error>) async throws -> Section {
    var section = Section(
      "doors: from the call to the monitor, through Swift, C and Python",
      explanation: """
        Each door has a player of its own, with connection and stream kept, and speaks in turns with the others, in an order \
        drawn by lot. PCM; same pace as in play.
        call → monitor: the program is about to make the request, until the recorder had read the first audible sample. Of \
        which 150 ms are the scripted time to first byte.
        """)
    do {
      var doors: [any Door] = [try await SwiftDoor(rig)]
      let programs = try programs.get()
      doors += [
        ProgramDoor(name: "C", dialogue: try programs.c()),
        ProgramDoor(name: "Python", dialogue: try programs.python()),
      ]
      section.measurements = try await measure(doors)
      section.verdicts = section.measurements.dropFirst().map { verdict($0, against: section.measurements[0]) }
    } catch let missing as MissingRival {
      section.notes = [missing.note]
    }
    return section
  }

  private func measure(_ doors: [any Door]) async throws -> [Measurement] {
    var measurements = doors.map { Measurement("\($0.name): call → monitor") }
    for run in 0...runs {
      for index in doors.indices.shuffled() {
        try await Rig.pause()
        let start = rig.position
        let called = try await doors[index].speak(Rig.text)
        let heard = try rig.take(since: start).firstAudibleAt
        guard run > 0 else { continue }  // The first run of each is not warm.
        if let heard { measurements[index].add(called.duration(to: heard)) } else { measurements[index].addFailures() }
      }
    }
    return measurements
  }

  private func verdict(_ door: Measurement, against swift: Measurement) -> Verdict {
    let claim = "\(door.name) is within \(decimal(Self.farthest)) ms of \(swift.name)"
    guard let own = door.statistics?.median, let other = swift.statistics?.median else {
      return Verdict(claim, .open, "nothing was heard")
    }
    return Verdict(
      claim, isMet: abs(own - other) <= Self.farthest, "median \(decimal(own)) ms beside \(decimal(other)) ms")
  }
}
