/// When to look at a generation job again. Pure: the caller brings the clock and the dice.
///
/// The wait is a fifth of the time the job has taken so far, within bounds: it is noticed soon that a short one is over, and
/// a long one costs few looks. A quarter of it is random, so that many clients do not come back at once. A status that is
/// not known counts as active.
public struct JobPolling: Sendable, Equatable {
  /// The wait after the first look, and the shortest there is.
  public let shortestDelay: Duration
  /// The longest wait, `Retry-After` aside.
  public let longestDelay: Duration
  /// The longest wait that `Retry-After` is given.
  public let retryAfterCap: Duration
  /// The time from the first look after which none follows.
  public let totalLimit: Duration

  /// Makes a rule. Values out of bounds are held at the nearest bound: waits from 50 ms to one hour, the limit from 0 to one
  /// day.
  public init(shortestDelay: Duration, longestDelay: Duration, retryAfterCap: Duration, totalLimit: Duration) {
    func bounded(_ duration: Duration) -> Duration { min(max(duration, .milliseconds(50)), .seconds(3600)) }
    self.shortestDelay = bounded(shortestDelay)
    self.longestDelay = max(bounded(longestDelay), bounded(shortestDelay))
    self.retryAfterCap = bounded(retryAfterCap)
    self.totalLimit = min(max(totalLimit, .zero), .seconds(86_400))
  }

  /// Looks every 0.5 to 10 s for ten minutes, or as the service asks, but at least once a minute.
  public static let standard = JobPolling(
    shortestDelay: .milliseconds(500), longestDelay: .seconds(10), retryAfterCap: .seconds(60),
    totalLimit: .seconds(600))

  /// This rule with another limit, 0 to one day.
  public func limited(to totalLimit: Duration) -> JobPolling {
    JobPolling(
      shortestDelay: shortestDelay, longestDelay: longestDelay, retryAfterCap: retryAfterCap, totalLimit: totalLimit)
  }

  /// Decides on one more look.
  ///
  /// - Parameters:
  ///   - status: What the last look showed.
  ///   - retryAfter: How long the service asked to wait.
  ///   - elapsed: The time since the first look.
  ///   - random: A uniformly random number in `0..<1`; anything else counts as 1.
  /// - Returns: How long to wait before the next look; the last one comes when the limit is reached. Nil when the job is over,
  ///   or the limit does not allow another look.
  package func delay(
    after status: GenerationJob.Status, retryAfter: Duration?, elapsed: Duration, random: Double
  ) -> Duration? {
    let elapsed = max(elapsed, .zero)
    guard !status.isFinal, elapsed < totalLimit else { return nil }
    let least = min(retryAfter ?? .zero, retryAfterCap)
    guard least <= totalLimit - elapsed else { return nil }
    let share = min(max(elapsed / 5, shortestDelay), longestDelay)
    let jittered = share * (0.75 + 0.25 * ((0..<1).contains(random) ? random : 1))
    return min(max(least, jittered), totalLimit - elapsed)
  }
}
