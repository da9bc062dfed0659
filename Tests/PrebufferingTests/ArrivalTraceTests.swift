import AudioTypes
import Testing

@testable import Prebuffering

/// What is kept of a stream.
@Suite struct ArrivalTraceTests {
  private func rises(_ trace: ArrivalTrace) -> [Int] {
    (0..<trace.reachedCount).map { Int(trace.rise(inSpan: $0).milliseconds.rounded()) }
  }

  @Test("A steady stream falls behind by one step at most")
  func steady() {
    #expect(rises(.steady) == [20, 15, 10] + Array(repeating: 20, count: 11))
  }

  @Test("A pause is as long as it still lasts")
  func pause() {
    #expect(rises(.lateBurst) == [300, 295, 290, 280, 260, 240, 220, 180, 140, 60])
  }

  @Test("A pause counts only as far as the lead that came before it does not make up for it")
  func growingLead() {
    // The lead grows to 960 ms, then 500 ms of nothing.
    let trace = ArrivalTrace((0..<25).map { ($0 * 2, 40) } + [(548, 40), (549, 40)])
    #expect(rises(trace)[0] == 2)
    #expect(rises(trace)[3] == 310)
    #expect(trace.largestRise == .milliseconds(500))
    #expect(rises(trace)[4] == 500)
  }

  @Test("It is exactly what playing from the first piece on would have lacked")
  func exact() throws {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<200 {
      var time = 0
      let pieces = (0..<50).map { _ in
        defer { time += Int.random(in: 5...120, using: &random) }
        return (at: time, audio: Int.random(in: 1...100, using: &random))
      }
      var (total, lack) = (0, 0)
      for piece in pieces {
        if total > 0 { lack = max(lack, piece.at - total) }
        total += piece.audio
      }
      let first = try #require(pieces.first?.audio)
      let rise = try #require(rises(ArrivalTrace(pieces)).first)
      #expect(max(0, rise - first) == lack, "\(pieces)")
    }
  }

  @Test("An arrival that is told late counts as the latest, and lets nothing seem earlier than it was")
  func backwards() {
    let start = MonotonicInstant(nanoseconds: 1_000_000_000)
    var trace = ArrivalTrace()
    trace.noteArrival(total: .milliseconds(100), at: start)
    trace.noteArrival(total: .milliseconds(200), at: start.advanced(by: .milliseconds(100)))
    trace.noteArrival(total: .milliseconds(300), at: start.advanced(by: .milliseconds(50)))
    #expect(trace.largestRise == .milliseconds(100))
    // 150 ms after the latest, and not 200 after what was told late.
    trace.noteArrival(total: .milliseconds(400), at: start.advanced(by: .milliseconds(250)))
    #expect(trace.largestRise == .milliseconds(150))
  }

  @Test("What the receiver holds back is not learnt")
  func closed() {
    var trace = ArrivalTrace([(0, 40), (20, 40)])
    trace.close()
    trace.noteArrival(total: .milliseconds(120), at: instant(9000))
    #expect(trace.largestRise == .milliseconds(20))
    #expect(trace.reachedCount == 4)
  }
}
