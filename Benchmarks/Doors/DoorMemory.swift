import PulseHarness

/// What libgust.so adds to the memory of a program in C.
struct DoorMemory {
  let programs: Result<DoorPrograms, any Error>
  let runs: Int

  func run() throws -> [Section] {
    try [
      section(
        "a program that does nothing", target: 12,
        "Of this, the system's libraries that any client has, libcurl's and libpulse's, are most: see the next table."
      ) { try $0.hello() },
      section(
        "a program that fetches and plays the same with libcurl and libpulse-simple alone", target: nil,
        "What Gust itself takes."
      ) { try $0.client() },
    ]
  }

  /// - Parameter start: starts the program that it is compared with.
  private func section(
    _ other: String, target: Double?, _ meaning: String, _ start: (DoorPrograms) throws -> ProgramDialogue
  ) throws -> Section {
    var section = Section(
      "doors: what libgust.so adds to the memory of \(other)",
      explanation: """
        A program that has spoken three times through libgust.so, less that other one, each asked for its \
        /proc/self/smaps_rollup. RSS counts shared pages in full, Pss in parts, USS not at all. MB of 10^6. \(meaning)
        """)
    do {
      let programs = try programs.get()
      var measurements = [
        Measurement("RSS", unit: "MB", target: target), Measurement("Pss", unit: "MB"), Measurement("USS", unit: "MB"),
      ]
      for _ in 0..<runs {
        let (less, more) = (try Self.held(try start(programs)), try Self.held(try programs.c()))
        for index in measurements.indices { measurements[index].add(more[index] - less[index]) }
      }
      section.measurements = measurements
    } catch let missing as MissingRival {
      section.notes = [missing.note]
    }
    return section
  }

  /// RSS, Pss and USS in MB, after some speech.
  private static func held(_ program: ProgramDialogue) throws -> [Double] {
    for _ in 0..<3 { _ = try program.ask(Rig.text) }
    let answer = try program.ask("?")
    let numbers = answer.split(separator: " ").compactMap { Double($0) }.map { $0 * 1024 / 1_000_000 }
    guard numbers.count == 3 else { throw BenchError("no memory: “\(answer)”") }
    return numbers
  }
}
