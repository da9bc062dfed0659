import AudioTypes

/// How long the steps of one transfer may take. Each counts as at least a millisecond and at most 24 days.
public struct HTTPLimits: Sendable {
  /// From the start to a connection that can carry the request: name look-up, TCP, proxy and TLS together.
  public var connect: Duration
  /// Without a byte sent or received on a connection that stands. It does not run while a full ring holds the transfer back.
  /// A body that is no audio has twice as long in all, from its head.
  public var idle: Duration
  /// From the start to the last byte, pauses included; nil is no limit.
  public var total: Duration?

  /// Makes limits.
  public init(connect: Duration = .seconds(10), idle: Duration = .seconds(30), total: Duration? = nil) {
    self.connect = connect
    self.idle = idle
    self.total = total
  }
}

extension Duration {
  /// The duration held between a millisecond and 24 days, so that it fits an `int` of C in milliseconds.
  var asLimit: Duration { min(max(self, .milliseconds(1)), .milliseconds(Int32.max)) }

  /// `asLimit` in milliseconds, rounded up.
  var limitMilliseconds: Int { Int((asLimit.wholeNanoseconds + 999_999) / 1_000_000) }
}
