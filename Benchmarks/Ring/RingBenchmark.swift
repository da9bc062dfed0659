import AudioTypes
import PulseHarness

/// Our ring beside others, in turns.
struct RingBenchmark {
  let rounds: Int

  func run() throws -> [Section] {
    let folder = try TemporaryFolder()
    var contestants: [any RingContestant] = [GustRing()]
    var missing: [MissingRival] = []
    for rival in CompiledRival.rings {
      do {
        contestants.append(try RivalRing(rival, in: folder))
      } catch {
        missing.append(error)
      }
    }
    return try RingTable.all.map { table in
      try table.measure(contestants, rounds: rounds, notes: missing.map(\.note))
    }
  }
}

/// One kind of lap, and what it is compared by.
struct RingTable {
  let title: String
  let lap: RingLap

  static let all = [
    RingTable(title: "words of 8 bytes", lap: RingLap(course: .stream, size: ByteCount(8), count: 4_000_000)),
    RingTable(title: "blocks of 64 bytes", lap: RingLap(course: .stream, size: ByteCount(64), count: 1_000_000)),
    RingTable(title: "blocks of 512 bytes", lap: RingLap(course: .stream, size: ByteCount(512), count: 400_000)),
    RingTable(title: "blocks of 4096 bytes", lap: RingLap(course: .stream, size: ByteCount(4096), count: 80_000)),
    RingTable(title: "round trips of 8 bytes", lap: RingLap(course: .trip, size: ByteCount(8), count: 40_000)),
    RingTable(title: "round trips of 512 bytes", lap: RingLap(course: .trip, size: ByteCount(512), count: 40_000)),
  ]

  func measure(_ contestants: [any RingContestant], rounds: Int, notes: [String]) throws -> Section {
    var section = Section("ring: \(title)", explanation: explanation)
    var times = contestants.map { Measurement($0.name, unit: "ns") }
    var ratios = contestants.dropFirst().map { Measurement("Gust / \($0.name)", unit: "ratio", target: target($0)) }
    for round in 0...rounds {
      let laps = try turn(round, of: contestants)
      guard round > 0 else { continue }  // The first one finds caches and clocks cold.
      for (index, time) in laps.enumerated() {
        times[index].add(time)
        if index > 0 { ratios[index - 1].add(laps[0] / time) }
      }
    }
    section.measurements = times + ratios
    section.notes = throughput(times) + notes
    return section
  }

  /// One lap of each, begun with another one each time: nanoseconds a piece, in the order of `contestants`.
  private func turn(_ round: Int, of contestants: [any RingContestant]) throws -> [Double] {
    var laps = contestants.map { _ in 0.0 }
    for step in contestants.indices {
      let index = (round + step) % contestants.count
      let time = try contestants[index].run(lap)
      laps[index] = time.milliseconds * 1_000_000 / Double(lap.count)
    }
    return laps
  }

  /// The most that our time may be of a rival's: 0.9 times the throughput of the C++ ring, as much as boost's.
  private static let targets = ["C++ ring": 1.11, "boost spsc_queue": 1]

  private func target(_ rival: any RingContestant) -> Double? {
    lap.course == .stream ? Self.targets[rival.name] : nil
  }

  /// The medians turned round: bytes per nanosecond are GB of 10^9 per second.
  private func throughput(_ times: [Measurement]) -> [String] {
    guard lap.course == .stream else { return [] }
    let rates = times.compactMap { time in
      time.statistics.map { "\(time.name) \(decimal(Double(lap.size.rawValue) / $0.median))" }
    }
    return ["GB/s at the median: " + rates.joined(separator: ", ")]
  }

  private var explanation: String {
    switch lap.course {
    case .stream:
      """
      Time a piece of \(lap.size.rawValue) bytes takes from thread to thread through a ring of 64 KiB, as the mean of
      \(lap.count) that follow one another as fast as they can; two pinned threads that never sleep, every piece checked.
      """
    case .trip:
      """
      Time a piece of \(lap.size.rawValue) bytes takes there and back through two rings of 64 KiB, as the mean of \(lap.count)
      that follow one another; two pinned threads that never sleep, every piece checked.
      """
    }
  }
}
