import AudioTypes
import Testing

@testable import Narration

/// What counts as silence between two pieces, and whose it is.
@Suite struct GapTests {
  private let start = MonotonicInstant(nanoseconds: 5_000_000_000)

  private func after(_ milliseconds: Int) -> MonotonicInstant { start.advanced(by: .milliseconds(milliseconds)) }

  private func silence(to end: Int, pieceCame: Int, standstill: Int = 0) -> NarrationGap? {
    NarrationGap(
      beforePiece: 3, from: start, to: after(end), pieceCame: after(pieceCame), standstill: .milliseconds(standstill))
  }

  @Test func whatFollowsHasNone() {
    #expect(silence(to: 0, pieceCame: -2000) == nil)
    #expect(silence(to: 19, pieceCame: -2000) == nil)
    #expect(silence(to: -40, pieceCame: -2000) == nil)
  }

  @Test func theTimeWithoutTextIsTheTexts() throws {
    let gap = try #require(silence(to: 1300, pieceCame: 1000))
    #expect(gap.waitedForText == .seconds(1) && gap.waitedForService == .milliseconds(300))
    #expect(gap.duration == .milliseconds(1300) && gap.beforePiece == 3)
  }

  @Test func theTimeWithTextIsTheServices() throws {
    let gap = try #require(silence(to: 400, pieceCame: -100))
    #expect(gap.waitedForText == .zero && gap.waitedForService == .milliseconds(400))
  }

  @Test func theListenersPauseIsNobodys() throws {
    #expect(silence(to: 5000, pieceCame: -100, standstill: 4990) == nil)
    let gap = try #require(silence(to: 5000, pieceCame: 4500, standstill: 4000))
    #expect(gap.duration == .seconds(1))
  }
}
