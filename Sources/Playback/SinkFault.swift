import AudioTypes

/// A fault of the sink, from when it is noticed until sound goes on.
struct SinkFault {
  /// What is being done about it.
  enum Remedy {
    /// The stream stands and may go on by itself.
    case waiting
    /// The stream is lost: another has to be opened.
    case reconnecting
    /// Another stream stands, and has not begun to play.
    case restarting
    /// It has taken too long. Tried again when there is something to play.
    case givenUp
  }

  var cause: SoundRecovery.Cause
  var remedy: Remedy
  /// When the last frame before it was heard, as nearly as can be told.
  let start: MonotonicInstant
  /// Why the latest attempt to connect failed; nil while none has.
  var refusal: PlaybackError?
  /// The utterance that is silent because of it; nil when nobody notices.
  var playout: Playout?
  /// How long it has been waited for, while this thread ran: a machine that sleeps waits for nothing.
  private(set) var waited: Duration
  private var waitedUntil: MonotonicInstant
  private(set) var nextAttempt: MonotonicInstant
  private var delay = Self.firstDelay

  /// Between two attempts, doubled each time.
  private static let firstDelay = Duration.milliseconds(20)
  private static let longestDelay = Duration.milliseconds(500)
  /// One look at the clock counts for no more.
  private static let longestWait = Duration.milliseconds(500)

  init(
    _ cause: SoundRecovery.Cause, _ remedy: Remedy, since start: MonotonicInstant, waited: Duration = .zero,
    playout: Playout?, now: MonotonicInstant
  ) {
    self.cause = cause
    self.remedy = remedy
    self.start = start
    self.waited = waited
    self.playout = playout
    waitedUntil = now
    nextAttempt = now
  }

  /// Time has passed.
  mutating func wait(until now: MonotonicInstant) {
    waited += min(waitedUntil.duration(to: now), Self.longestWait)
    waitedUntil = now
  }

  /// Goes on trying where `earlier` ended, which only seemed to be mended.
  mutating func resume(_ earlier: SinkFault) {
    waited += earlier.waited
    nextAttempt = earlier.nextAttempt
    delay = earlier.delay
  }

  /// An attempt is being made now.
  mutating func noteAttempt(_ now: MonotonicInstant) {
    nextAttempt = now.advanced(by: delay)
    delay = min(delay * 2, Self.longestDelay)
  }
}
