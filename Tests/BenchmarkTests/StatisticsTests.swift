import Testing

@testable import gust_bench

@Suite struct StatisticsTests {
  @Test("Order does not matter, and quantiles lie on the line between samples")
  func quantiles() throws {
    let statistics = try #require(Statistics([4, 1, 3, 2]))
    #expect(statistics.count == 4)
    #expect(statistics.minimum == 1)
    #expect(statistics.median == 2.5)
    #expect(abs(statistics.p95 - 3.85) < 1e-9)
    #expect(abs(statistics.p99 - 3.97) < 1e-9)
    #expect(statistics.maximum == 4)
    #expect(statistics.interquartileRange == 1.5)
  }

  @Test("One sample is all of its statistics; none has none")
  func few() throws {
    let statistics = try #require(Statistics([7]))
    #expect(
      [statistics.minimum, statistics.median, statistics.p95, statistics.p99, statistics.maximum] == [7, 7, 7, 7, 7])
    #expect(statistics.interquartileRange == 0)
    #expect(Statistics([]) == nil)
  }

  @Test("Figures keep their sign and both decimals", arguments: [(1.0, "1.00"), (-0.254, "-0.25"), (-0.001, "0.00")])
  func decimals(value: Double, text: String) {
    #expect(decimal(value) == text)
  }

  @Test("A sample that is no number is a failure")
  func noNumber() {
    var measurement = Measurement("ratio")
    for sample in [1, .infinity, .nan] { measurement.add(sample) }
    #expect(measurement.samples == [1])
    #expect(measurement.failures == 2)
  }
}
