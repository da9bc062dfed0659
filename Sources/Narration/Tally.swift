import AudioTypes
import Playback
import TextSegmentation

/// Adds up what becomes of the pieces.
struct Tally {
  private(set) var report = NarrationReport()
  private(set) var timeToFirstAudible: Duration?
  /// When the latest piece had been heard; nil before.
  private(set) var latestEnd: MonotonicInstant?
  /// Of pieces that were heard to their end: how long they sound, for an estimate of those that were not.
  private var finishedTime = Duration.zero
  private var finishedCharacters = 0

  mutating func noteRequest() { report.pieceCount += 1 }

  mutating func noteDeferral() {
    report.pieceCount -= 1
    report.deferralCount += 1
  }

  mutating func note(_ gap: NarrationGap) {
    report.gapCount += 1
    report.gapTimeForText += gap.waitedForText
    report.gapTimeForService += gap.waitedForService
    if report.gaps.count < NarrationReport.keptCount { report.gaps.append(gap) }
  }

  mutating func note(_ failure: PieceFailure) {
    report.failureCount += 1
    if report.failures.count < NarrationReport.keptCount { report.failures.append(failure) }
  }

  /// A piece is over.
  mutating func note(_ utterance: UtteranceReport, piece: Int, _ text: TextPiece) {
    let isFinished = if case .finished = utterance.outcome { true } else { false }
    if isFinished {
      report.finishedCount += 1
      finishedTime += utterance.heardTime
      finishedCharacters += text.sourceRange.count
    }
    if isFinished || utterance.heardTime > .zero {
      report.position = NarrationPosition(of: utterance, in: text, piece: piece, expecting: expectedLength(of: text))
      latestEnd = utterance.marks[.lastAudible] ?? latestEnd
    }
    if report.firstReport == nil { timeToFirstAudible = utterance.marks.duration(from: .command, to: .firstAudible) }
    report.firstReport = report.firstReport ?? utterance
    report.lastReport = utterance
    report.heardTime += utterance.heardTime
    report.stallCount += utterance.stallCount
    report.stalledTime += utterance.stalledTime
    report.retryCount += utterance.retries.count
    report.recoveryCount += utterance.recovery == nil ? 0 : 1
    report.soundRecoveryCount += utterance.soundRecoveryCount
  }

  /// What it comes to.
  func finished(_ outcome: NarrationReport.Outcome) -> NarrationReport {
    var report = report
    report.outcome = outcome
    return report
  }

  /// How long a piece may sound, by those before it; nil when it is the first.
  func expectedLength(of text: TextPiece) -> Duration? {
    guard finishedCharacters > 0 else { return nil }
    return .seconds(finishedTime / .seconds(1) * Double(text.sourceRange.count) / Double(finishedCharacters))
  }
}
