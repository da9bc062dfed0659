package import AudioTypes

/// Decides for one stream whether playback may begin, or go on after it ran dry, with what is in hand.
///
/// Playback that begins with `a` of audio in hand never runs dry if the stream never falls behind the clock by more than
/// `a` from there on (`ArrivalTrace`). How far it will fall behind is judged
/// - by what earlier streams from the same service did at the same time since their first arrival (`StartPrior`),
/// - where nothing is known of those, by what this stream did so far: one that came well begins at once,
/// - after a stall by a caution that every stall doubles and time halves.
///
/// What never comes is not waited for: whatever is in hand goes at the end of the stream, and `StartPolicy.longestWait`
/// after audio first came.
///
/// A value of fixed size on the audio thread: nothing here allocates, locks or reads a clock.
package struct StartDecider: Sendable {
  /// What to do now.
  package enum Decision: Sendable, Equatable {
    /// Play.
    case start
    /// Ask again when audio came, or at this instant at the latest; nil when only an arrival can change anything.
    case wait(until: MonotonicInstant?)
  }

  /// What it was made to follow.
  package let policy: StartPolicy
  /// How the stream came so far.
  package private(set) var arrivals = ArrivalTrace()
  private let prior: StartPrior
  /// When audio first came in the present wait; nil while none has.
  private var waitBegan: MonotonicInstant?
  private var isResuming = false
  /// The audio to have in hand after a stall, as it was when the latest one began.
  private var caution = Duration.zero
  private var cautionRaised: MonotonicInstant?

  /// The least caution, after the first stall.
  private static let leastCaution = Duration.milliseconds(80)
  private static let mostCaution = Duration.milliseconds(640)
  /// So long after a stall half of its caution is left.
  private static let cautionHalfLife = Duration.seconds(10)

  /// Makes the decider of one stream.
  package init(policy: StartPolicy, prior: StartPrior = .none) {
    self.policy = policy
    self.prior = prior
  }

  // MARK: What happens

  /// Audio has come: `total` of the stream so far, as long as it sounds, decoded or not.
  ///
  /// - Parameter start: when the first came, if that is known better than by `instant` of the first call.
  package mutating func noteArrival(total: Duration, at instant: MonotonicInstant, start: MonotonicInstant? = nil) {
    arrivals.noteArrival(total: total, at: instant, start: start)
    waitBegan = waitBegan ?? (isResuming ? instant : arrivals.firstArrival)
  }

  /// What comes from now on is held back by the receiver, and says nothing about the network.
  package mutating func closeArrivals() {
    arrivals.close()
  }

  /// Playback ran dry although more is to come.
  package mutating func noteStall(at instant: MonotonicInstant) {
    caution = min(max(caution(at: instant) * 2, Self.leastCaution), Self.mostCaution)
    cautionRaised = instant
    isResuming = true
    waitBegan = nil
  }

  // MARK: The decision

  /// Decides whether to play now.
  ///
  /// - Parameters:
  ///   - inHand: audio that waits to be played, decoded or not.
  ///   - isWhole: whether no more can come before some of it is played.
  ///   - now: the present instant.
  package func decision(inHand: Duration, isWhole: Bool, now: MonotonicInstant) -> Decision {
    guard inHand > .zero else { return .wait(until: nil) }
    guard !isWhole, inHand < wanted(at: now) else { return .start }
    guard policy == .adaptive, inHand >= StartPolicy.shortestThreshold, let waitBegan else { return .wait(until: nil) }
    return .wait(until: nextLook(waitBegan, now))
  }

  /// The audio to have in hand for playing to begin or go on at `now`.
  package func wanted(at now: MonotonicInstant) -> Duration {
    guard policy == .adaptive, let waitBegan, waitBegan.duration(to: now) < StartPolicy.longestWait else {
      return policy.decodedThreshold
    }
    let wanted =
      if isResuming {
        caution(at: now)
      } else if prior.streamCount > 0 {
        prior.wanted(after: waitBegan.duration(to: now))
      } else {
        arrivals.largestRise
      }
    return min(max(wanted, StartPolicy.shortestThreshold), StartPolicy.longestThreshold)
  }

  private func nextLook(_ waitBegan: MonotonicInstant, _ now: MonotonicInstant) -> MonotonicInstant {
    let limit = waitBegan.advanced(by: StartPolicy.longestWait)
    guard !isResuming, prior.streamCount > 0, let change = prior.nextChange(after: waitBegan.duration(to: now)) else {
      return limit
    }
    return min(limit, waitBegan.advanced(by: change))
  }

  private func caution(at now: MonotonicInstant) -> Duration {
    guard let cautionRaised else { return .zero }
    let age = min(cautionRaised.duration(to: now), Self.cautionHalfLife * 16)
    let halvings = Int(max(age, .zero) / Self.cautionHalfLife)
    return caution / (1 << halvings)
  }
}
