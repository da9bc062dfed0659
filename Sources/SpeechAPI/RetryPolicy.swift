/// When to send a request again, and how long to wait first. Pure: the caller brings the clock and the dice.
///
/// The wait doubles with each retry up to a cap, half of it random so that many clients do not come back at once
/// ("equal jitter"). `Retry-After` is honoured as the least wait; where it does not fit the time left, there is no retry.
///
/// Audio that is still in the making (425) is no failure: it is asked for until the time is used up, as often as
/// `Retry-After` says, held between 1 and 30 s.
public struct RetryPolicy: Sendable, Equatable {
  /// What sending the request once more may cost.
  public enum Cost: Sendable {
    /// Speech may be generated, and billed, again: repeated only when none can have been made.
    case billed
    /// Nothing: a download or a look at a status.
    case free
  }

  /// How an attempt ended.
  package enum Outcome: Sendable {
    /// No connection, or it ended before any of the request was sent.
    case notSent
    /// An error reply before any audio.
    case reply(SpeechServiceError)
    /// Anything else after the request was sent: a time-out, a lost connection, a body cut short.
    case uncertain
  }

  /// What a repeated request may cost.
  public let cost: Cost
  /// How often a request that failed is sent again at most, 0–20.
  public let maximumRetries: Int
  /// The wait before the first retry, with its random part at the full.
  public let baseDelay: Duration
  /// The longest wait the doubling reaches.
  public let delayCap: Duration
  /// The time from the first attempt after which no request that failed is sent again.
  public let totalBudget: Duration
  /// The time from the first attempt after which audio in the making is not asked for again.
  public let waitBudget: Duration

  /// Makes a policy. Values out of bounds are held at the nearest bound: 0–20 retries, durations from 0 to one day.
  /// Without a `waitBudget` it is the `totalBudget`.
  public init(
    cost: Cost, maximumRetries: Int, baseDelay: Duration, delayCap: Duration, totalBudget: Duration,
    waitBudget: Duration? = nil
  ) {
    func bounded(_ duration: Duration) -> Duration { min(max(duration, .zero), .seconds(86_400)) }
    self.cost = cost
    self.maximumRetries = min(max(maximumRetries, 0), 20)
    self.baseDelay = bounded(baseDelay)
    self.delayCap = bounded(delayCap)
    self.totalBudget = bounded(totalBudget)
    self.waitBudget = bounded(waitBudget ?? totalBudget)
  }

  /// For requests that generate speech: four retries within 30 s.
  public static let generation = RetryPolicy(
    cost: .billed, maximumRetries: 4, baseDelay: .milliseconds(250), delayCap: .seconds(8), totalBudget: .seconds(30))

  /// For a small question that costs nothing and that somebody waits for: four retries within 10 s.
  public static let question = RetryPolicy(
    cost: .free, maximumRetries: 4, baseDelay: .milliseconds(250), delayCap: .seconds(4), totalBudget: .seconds(10))

  /// For stored audio, which may still be in the making: ten retries, and as much waiting, within 60 s.
  public static let download = RetryPolicy(
    cost: .free, maximumRetries: 10, baseDelay: .milliseconds(250), delayCap: .seconds(8), totalBudget: .seconds(60))

  /// This policy with another time for audio in the making. What fails is sent again as before, and as long as that is
  /// waited for.
  public func waiting(atMost waitBudget: Duration) -> RetryPolicy {
    RetryPolicy(
      cost: cost, maximumRetries: maximumRetries, baseDelay: baseDelay, delayCap: delayCap,
      totalBudget: max(totalBudget, waitBudget), waitBudget: waitBudget)
  }

  /// Decides on one more attempt.
  ///
  /// - Parameters:
  ///   - outcome: How the last attempt ended.
  ///   - retriesMade: How often the request was sent again so far, for failures or, after 425, because of 425; 0 after the
  ///     first attempt.
  ///   - elapsed: The time since the first attempt began.
  ///   - random: A uniformly random number in `0..<1`; anything else counts as 1.
  /// - Returns: How long to wait before sending the request again, or nil when it must not be sent again.
  package func delay(after outcome: Outcome, retriesMade: Int, elapsed: Duration, random: Double) -> Duration? {
    let random = (0..<1).contains(random) ? random : 1
    guard retriesMade >= 0, allowsRetry(after: outcome) else { return nil }
    let isNotReady = outcome.isNotReady
    guard isNotReady || retriesMade < maximumRetries else { return nil }
    let delay =
      if isNotReady, let wait = outcome.retryAfter {
        min(max(wait, Self.shortestWait), Self.longestWait) * (1 + random / 8)
      } else {
        backoff(retriesMade, atLeast: outcome.retryAfter ?? .zero, random)
      }
    return delay <= (isNotReady ? waitBudget : totalBudget) - max(elapsed, .zero) ? delay : nil
  }

  /// What `Retry-After` of a 425 is held between: a wrong one must neither flood the service nor make the listener give up.
  private static let shortestWait = Duration.seconds(1)
  private static let longestWait = Duration.seconds(30)

  private func backoff(_ retriesMade: Int, atLeast least: Duration, _ random: Double) -> Duration {
    let half = min(baseDelay * (1 << min(retriesMade, 20)), delayCap) / 2
    return max(half, least) + half * random
  }

  private func allowsRetry(after outcome: Outcome) -> Bool {
    switch (outcome, cost) {
    case (.notSent, _): true
    case (.uncertain, .billed): false
    case (.uncertain, .free): true
    case (.reply(let error), .billed): error.kind.rulesOutGeneration
    case (.reply(let error), .free): error.kind.rulesOutGeneration || error.kind.passesWithTime
    }
  }
}

extension RetryPolicy.Outcome {
  /// The audio is still in the making.
  package var isNotReady: Bool {
    if case .reply(let error) = self { error.kind == .notReady } else { false }
  }

  fileprivate var retryAfter: Duration? {
    guard case .reply(let error) = self else { return nil }
    return error.retryAfter
  }
}

extension SpeechServiceError.Kind {
  /// The service turned the request away at the door.
  fileprivate var rulesOutGeneration: Bool {
    self == .rateLimited || self == .concurrencyExceeded || self == .capacityExceeded
  }

  fileprivate var passesWithTime: Bool {
    self == .notReady || self == .timeout || self == .upstream
  }
}
