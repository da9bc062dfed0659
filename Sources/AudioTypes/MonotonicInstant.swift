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

  /// The instant `duration` later; held at the epoch and at the last instant that can be counted.
  public func advanced(by duration: Duration) -> MonotonicInstant {
    let offset = duration.signedNanoseconds
    let (sum, overflow) = nanoseconds.addingReportingOverflow(offset.magnitude)
    return offset >= 0
      ? MonotonicInstant(nanoseconds: overflow ? .max : sum)
      : MonotonicInstant(nanoseconds: nanoseconds - min(nanoseconds, offset.magnitude))
  }

  /// The time from this instant to `other`, at most some 292 years; negative when `other` is earlier.
  public func duration(to other: MonotonicInstant) -> Duration {
    other >= self
      ? .nanoseconds(Int64(clamping: other.nanoseconds - nanoseconds))
      : .nanoseconds(-Int64(clamping: nanoseconds - other.nanoseconds))
  }

  /// Orders instants by time.
  @inlinable
  public static func < (lhs: MonotonicInstant, rhs: MonotonicInstant) -> Bool {
    lhs.nanoseconds < rhs.nanoseconds
  }
}

extension Duration {
  /// The duration in nanoseconds, rounded towards zero; held at the bounds of `Int64`, some 292 years.
  package var signedNanoseconds: Int64 {
    let (seconds, attoseconds) = components
    let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, carry) = whole.addingReportingOverflow(attoseconds / 1_000_000_000)
    return overflow || carry ? (seconds < 0 ? .min : .max) : sum
  }

  /// The duration in nanoseconds; a negative duration counts as zero.
  package var wholeNanoseconds: UInt64 {
    UInt64(max(0, signedNanoseconds))
  }

  /// The duration in milliseconds, with its fraction: for people and reports, never for arithmetic.
  package var milliseconds: Double {
    Double(signedNanoseconds) / 1_000_000
  }
}
