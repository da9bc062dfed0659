import AudioTypes
import Prebuffering

/// A rule that says when playback begins and goes on; replayed in virtual time.
protocol ReplayRule {
  mutating func noteArrival(total: Duration, at instant: MonotonicInstant)
  mutating func noteStall(at instant: MonotonicInstant)
  func decision(inHand: Duration, isWhole: Bool, now: MonotonicInstant) -> StartDecider.Decision
}

extension StartDecider: ReplayRule {
  mutating func noteArrival(total: Duration, at instant: MonotonicInstant) {
    noteArrival(total: total, at: instant, start: nil)
  }
}

/// What a listener got.
struct ReplayOutcome {
  /// From the first arrival to the first sample.
  var startDelay = Duration.zero
  var stallTime = Duration.zero
  var stallCount = 0
}

extension ArrivalScript {
  /// Plays the script through `rule`.
  func replay(_ rule: inout some ReplayRule) -> ReplayOutcome {
    var outcome = ReplayOutcome()
    guard let first = pieces.first?.at else { return outcome }
    var (index, received, played) = (0, Duration.zero, Duration.zero)
    var now = first
    var playingSince: MonotonicInstant?
    var stalledSince: MonotonicInstant?
    while true {
      while index < pieces.count, pieces[index].at <= now {
        received = pieces[index].total
        rule.noteArrival(total: received, at: now)
        index += 1
      }
      let isWhole = index == pieces.count
      if let since = playingSince {
        guard !isWhole else { return outcome }
        let dry = since.advanced(by: received - played)
        now = min(dry, pieces[index].at)
        guard dry < pieces[index].at else { continue }
        (played, playingSince, stalledSince) = (received, nil, dry)
        outcome.stallCount += 1
        rule.noteStall(at: dry)
        now = pieces[index].at
        continue
      }
      switch rule.decision(inHand: received - played, isWhole: isWhole, now: now) {
      case .start:
        if let stalledSince {
          outcome.stallTime += stalledSince.duration(to: now)
        } else {
          outcome.startDelay = first.duration(to: now)
        }
        playingSince = now
      case .wait(let until):
        guard !isWhole else { return outcome }  // Nothing to play.
        now = min(max(until ?? pieces[index].at, now.advanced(by: .nanoseconds(1))), pieces[index].at)
      }
    }
  }
}
