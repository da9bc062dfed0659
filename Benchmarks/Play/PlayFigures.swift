import AudioTypes
import Gust

/// What the runs of one scene took, and which of them was typical.
struct PlayFigures {
  private var arrived: Measurement
  private var sent = Measurement("sent → monitor")
  private var decoded = Measurement("first byte → audible decoded")
  private var written = Measurement("audible decoded → written")
  private var own = Measurement("first byte → heard, by Gust's own account")
  private var difference = Measurement("monitor − Gust's own account")
  /// The marks of each run in `own`.
  private var marks: [LatencyMarks] = []

  init(target: Double) {
    arrived = Measurement("first byte → monitor", target: target)
  }

  var measurements: [Measurement] { [arrived, sent, decoded, written, own, difference] }

  /// Takes in one run; one that did not play to its end, or was not heard, counts as failed.
  mutating func add(_ report: UtteranceReport, heardAt: MonotonicInstant?, sentAt: MonotonicInstant?) {
    let marks = report.marks
    guard case .finished = report.outcome, let heardAt, let sentAt, let byte = marks[.firstByte],
      let audible = marks[.firstAudibleDecoded], let write = marks[.firstWrite], let ownAccount = marks[.firstAudible]
    else {
      arrived.addFailures()
      return
    }
    arrived.add(byte.duration(to: heardAt))
    sent.add(sentAt.duration(to: heardAt))
    decoded.add(byte.duration(to: audible))
    written.add(audible.duration(to: write))
    own.add(byte.duration(to: ownAccount))
    difference.add(ownAccount.duration(to: heardAt))
    self.marks.append(marks)
  }

  /// Whether the target was met, and p95 too where that has a limit.
  func verdict(_ title: String, p95 limit: Double?, _ tally: Tally) -> Verdict {
    let target = arrived.target ?? .infinity
    let claim =
      "Player, warm, \(title): first byte → monitor within \(short(target)) ms (median)"
      + (limit.map { " and \(short($0)) ms (p95)" } ?? "") + ", without a stall"
    guard let found = arrived.statistics else { return Verdict(claim, .missed, "never heard") }
    return Verdict(
      claim,
      isMet: found.median <= target && found.p95 <= limit ?? .infinity && tally.stalls == 0 && tally.failures.isEmpty,
      "median \(decimal(found.median)) ms, p95 \(decimal(found.p95)) ms, stalls \(tally.stalls), "
        + "failures \(tally.failures.count), n \(found.count)")
  }

  func plots(_ title: String) -> [Plot] {
    guard let median = own.statistics?.median else { return [] }
    let typical = zip(own.samples, marks).min { abs($0.0 - median) < abs($1.0 - median) }
    let waterfalls = typical.map {
      [
        Waterfall.utterance($0.1, title: "A typical utterance: \(title)"),
        Waterfall.start($0.1, title: "Its start, from the first byte on"),
      ]
    }
    return (waterfalls ?? []).compactMap(\.self).map(Plot.waterfall)
  }
}
