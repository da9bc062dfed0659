import Testing

@testable import Playback

/// What was written to the sink, kept under the indices of the stream that holds it.
@Suite struct HistoryTests {
  private func history(_ samples: [Int16], capacity: Int) -> SampleHistory {
    let history = SampleHistory(capacity: capacity)
    for sample in samples { history.append(sample) }
    return history
  }

  private func contents(_ history: SampleHistory) -> [Int16] { (0..<history.end).map { history[$0] } }

  @Test(arguments: [0, 1, 7, 25, 26, 29, 30]) func anotherStreamBeginsWithWhatTheOneBeforeLeft(index: Int) {
    let history = history(Array(1...30), capacity: 30)
    #expect(history.restart(at: index) == index)
    #expect(contents(history) == Array(Int16(index + 1)..<31))
    for sample in Int16(31)...40 { history.append(sample) }
    #expect(history.end == 40 - index)
    #expect((max(0, history.end - 30)..<history.end).map { history[$0] } == Array(Int16(max(index, 10) + 1)...40))
  }

  @Test func whatIsNoLongerKeptIsLeftOut() {
    let history = history(Array(1...30), capacity: 10)
    #expect(history.restart(at: 3) == 20)
    #expect(contents(history) == Array(21...30))
    #expect(history.restart(at: 99) == 10 && history.end == 0)
  }

  @Test func itMayBeginAnewAgainAndAgain() {
    let history = history(Array(1...30), capacity: 16)
    var next = Int16(31)
    var expected = Array(Int16(15)...30)
    for step in 0..<50 {
      let index = step * 7 % (expected.count + 1)
      let oldest = max(0, history.end - 16)
      let begun = history.restart(at: oldest + index)
      #expect(begun == oldest + index)
      expected = Array(expected.dropFirst(index))
      for _ in 0..<(step % 5) {
        history.append(next)
        expected.append(next)
        next += 1
      }
      expected = expected.suffix(16)
      #expect((max(0, history.end - 16)..<history.end).map { history[$0] } == expected)
    }
  }

  @Test func aPieceIsTakenOut() {
    let history = history(Array(1...30), capacity: 20)
    _ = history.restart(at: 15)
    history.remove(5..<8)
    #expect(contents(history) == Array(16...20) + Array(24...30))
    history.remove(9..<99)
    #expect(contents(history) == Array(16...20) + Array(24...27))
    history.append(7)
    #expect(contents(history).last == 7)
  }
}
