/// A point on the machine's one monotonic clock (`CLOCK_MONOTONIC`), in whole nanoseconds.
///
/// Every latency Gust reports is a difference of two of these; wall-clock time and audio time never mix with it.
@frozen
public struct MonotonicInstant: InstantProtocol, Sendable {
  /// Nanoseconds since the clock's epoch, as `clock_gettime(CLOCK_MONOTONIC)` counts them.
  public let nanoseconds: UInt64

  /// Makes the instant that lies `nanoseconds` after the clock's epoch.
  @inlinable
  public init(nanoseconds: UInt64) {
    self.nanoseconds = nanoseconds
  }

  /// The current instant. Callable from any thread; neither locks nor allocates.
  public static var now: MonotonicInstant {
    let clock = SuspendingClock()
    return MonotonicInstant(nanoseconds: clock.systemEpoch.duration(to: clock.now).wholeNanoseconds)
  }

  /// The instant `duration` later; a negative result is held at the epoch.
  public func advanced(by duration: Duration) -> MonotonicInstant {
    let offset = duration.signedNanoseconds
    return offset >= 0
      ? MonotonicInstant(nanoseconds: nanoseconds &+ UInt64(offset))
      : MonotonicInstant(nanoseconds: nanoseconds - min(nanoseconds, UInt64(-offset)))
  }

  /// The time from this instant to `other`; negative when `other` is earlier.
  public func duration(to other: MonotonicInstant) -> Duration {
    .nanoseconds(Int64(bitPattern: other.nanoseconds &- nanoseconds))
  }

  /// Orders instants by time.
  @inlinable
  public static func < (lhs: MonotonicInstant, rhs: MonotonicInstant) -> Bool {
    lhs.nanoseconds < rhs.nanoseconds
  }
}

extension Duration {
  /// The duration in nanoseconds, rounded towards zero.
  public var signedNanoseconds: Int64 {
    let (seconds, attoseconds) = components
    return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
  }

  /// The duration in nanoseconds; a negative duration counts as zero.
  public var wholeNanoseconds: UInt64 {
    UInt64(max(0, signedNanoseconds))
  }

  /// The duration in milliseconds, with its fraction: for people and reports, never for arithmetic.
  public var milliseconds: Double {
    Double(signedNanoseconds) / 1_000_000
  }
}
