import AudioTypes
import Testing

@testable import gust_bench

@Suite struct RingLapTests {
  private let lap = RingLap(course: .trip, size: ByteCount(512), count: 7)

  @Test("Question and answer")
  func answers() throws {
    #expect(lap.question == "trip 512 7")
    #expect(try lap.duration(answer: "1500", of: "x") == .nanoseconds(1500))
  }

  @Test("Lost pieces and nonsense are errors", arguments: ["lost", "", "-1", "0", "12 ms", "99999999999999999999"])
  func bad(answer: String) {
    #expect(throws: BenchError.self) { _ = try lap.duration(answer: answer, of: "x") }
  }

  @Test("Our ring brings every piece, round and round", arguments: [RingLap.Course.stream, .trip], [8, 64, 4096])
  func ours(course: RingLap.Course, size: Int) throws {
    let lap = RingLap(course: course, size: ByteCount(size), count: 300)
    #expect(try GustRing().run(lap) > .zero)
  }

  @Test("Each round begins with another contestant, and a ratio compares the laps of one round")
  func turns() throws {
    let log = Log()
    let table = RingTable(title: "test", lap: RingLap(course: .stream, size: ByteCount(64), count: 10))
    let contestants = [FakeRing("Gust", .microseconds(1), log), FakeRing("C++ ring", .microseconds(2), log)]
    let section = try table.measure(contestants, rounds: 2, notes: ["MISSING x"])
    #expect(log.names == ["Gust", "C++ ring", "C++ ring", "Gust", "Gust", "C++ ring"])
    #expect(section.measurements.map(\.name) == ["Gust", "C++ ring", "Gust / C++ ring"])
    #expect(section.measurements.map(\.samples) == [[100, 100], [200, 200], [0.5, 0.5]])
    #expect(section.measurements.last?.target == 1.11)
    #expect(section.notes == ["GB/s at the median: Gust 0.64, C++ ring 0.32", "MISSING x"])
  }
}

private final class Log {
  var names: [String] = []
}

private struct FakeRing: RingContestant {
  let name: String
  let time: Duration
  let log: Log

  init(_ name: String, _ time: Duration, _ log: Log) {
    self.name = name
    self.time = time
    self.log = log
  }

  func run(_ lap: RingLap) -> Duration {
    log.names.append(name)
    return time
  }
}
