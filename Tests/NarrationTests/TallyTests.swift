import AudioTypes
import Testing
import TextSegmentation

@testable import Narration
@testable import Playback

/// What the pieces come to.
@Suite struct TallyTests {
  private let text = TextPiece(text: "A sentence of some words", sourceRange: 100..<200)

  private func report(
    _ outcome: UtteranceReport.Outcome, heard: Duration, of length: Duration? = nil
  ) -> UtteranceReport {
    var report = UtteranceReport(outcome: outcome, marks: LatencyMarks(TimelineMark.allCases.map { _ in nil }))
    report.format = .speech
    report.framesHeard = AudioFormat.speech.frameCount(in: heard)
    report.audioLength = length
    return report
  }

  @Test func theEndOfAPieceIsExact() {
    var tally = Tally()
    tally.note(report(.finished, heard: .seconds(3)), piece: 4, text)
    #expect(tally.report.position == NarrationPosition(piece: 4, time: .seconds(3), characters: 200))
  }

  @Test func withinAPieceItGoesByTime() {
    var tally = Tally()
    tally.note(report(.stopped, heard: .seconds(6), of: .seconds(24)), piece: 0, text)
    #expect(tally.report.position?.characters == 125)
  }

  /// Only the beginning of a stopped piece had come: how long the whole is, is known from those before it.
  @Test func whatHasNotComeIsReckonedFromThePiecesBefore() {
    var tally = Tally()
    let before = TextPiece(text: "Before", sourceRange: 0..<100)
    tally.note(report(.finished, heard: .seconds(10), of: .seconds(10)), piece: 0, before)
    tally.note(report(.stopped, heard: .seconds(2), of: .seconds(3)), piece: 1, text)
    #expect(tally.report.position == NarrationPosition(piece: 1, time: .seconds(2), characters: 120))
    #expect(tally.report.heardTime == .seconds(12) && tally.report.finishedCount == 1)
  }

  @Test func whatWasNotHeardMovesNothing() {
    var tally = Tally()
    tally.note(report(.finished, heard: .seconds(1)), piece: 0, text)
    tally.note(report(.failed(.noAudio), heard: .zero), piece: 1, TextPiece(text: "x", sourceRange: 300..<301))
    #expect(tally.report.position?.piece == 0)
  }

  @Test func anHourOfMishapsTakesNoMoreRoomThanAMinute() throws {
    var tally = Tally()
    let start = MonotonicInstant(nanoseconds: 1_000_000_000)
    for piece in 0..<5000 {
      tally.note(report(.failed(.noAudio), heard: .seconds(1)), piece: piece, text)
      tally.note(PieceFailure(piece: piece, text: text, reason: .noAudio, isCutShort: false))
      let gap = NarrationGap(
        beforePiece: piece, from: start, to: start.advanced(by: .seconds(1)), pieceCame: start, standstill: .zero)
      tally.note(try #require(gap))
    }
    let report = tally.finished(.incomplete)
    #expect(report.failures.count == 16 && report.gaps.count == 16)
    #expect(report.failureCount == 5000 && report.gapCount == 5000 && report.gapTimeForService == .seconds(5000))
    #expect(report.failures.map(\.piece) == Array(0..<16) && report.heardTime == .seconds(5000))
  }
}
