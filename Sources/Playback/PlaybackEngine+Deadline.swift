import AudioTypes

/// How long the loop may sleep.
extension PlaybackEngine {
  /// When `step` must run again although nothing happens; nil when only an event can change anything.
  func deadline(_ sink: borrowing some AudioSink & ~Copyable, now: MonotonicInstant) -> MonotonicInstant? {
    switch (fault?.remedy, sink.state) {
    case (.givenUp?, _): return nil
    case (.reconnecting?, .failed): return fault?.nextAttempt
    case (.reconnecting?, _): return now.advanced(by: Self.lookInterval)
    case (.waiting?, _), (.restarting?, _), (nil, _): break
    }
    guard !playouts.isEmpty else { return isCorked ? nil : idleSince?.advanced(by: idleLimit) }
    guard !isPaused, case .ready = sink.state else { return nil }
    if playouts.contains(where: \.canFollowFurther) { return now }
    // Before what was not heard is written again, nobody is asked whether he may play.
    let look = mustResend ? nil : playouts.first { !$0.isHandedOver }?.nextLook
    return earlier(earlier(look, nextOpening), nextWatch(sink, now))
  }

  /// Whether bytes that come could change anything now. Not while the sink is full: it says when it is not any more. Until
  /// then what others see of the bytes in hand (`LiveLook`) is old; in a pause, which may last, it is kept up to date.
  func awaitsBytes(_ sink: borrowing some AudioSink & ~Copyable) -> Bool {
    guard fault == nil, !isPaused, case .ready = sink.state, sink.writable == .zero else { return true }
    return playouts.first { !$0.isHandedOver }?.awaitsBytes ?? true
  }

  private func earlier(_ first: MonotonicInstant?, _ second: MonotonicInstant?) -> MonotonicInstant? {
    guard let first, let second else { return first ?? second }
    return min(first, second)
  }

  /// When the watchdog, or an utterance that ends while others wait, must be looked after.
  private func nextWatch(_ sink: borrowing some AudioSink & ~Copyable, _ now: MonotonicInstant) -> MonotonicInstant? {
    guard let first = playouts.first, isAwaited(sink) else { return nil }
    let isPlayedOut = sink.isPlayedOut
    // A stream that ran dry in the middle of an utterance goes on when bytes come, and not before.
    guard !isPlayedOut && !isStarved(sink) || first.isHandedOver else { return nil }
    let limit = isPlayedOut ? Self.drainLimit : Self.lookInterval
    let nextLook = max(now, (lastLook?.instant ?? now).advanced(by: limit))
    guard playouts.count > 1, let heard = sink.heardIndex, let end = first.handedOverEnd else { return nextLook }
    guard heard < end else { return sink.takenIndex ?? .zero >= end ? now : nextLook }
    return min(nextLook, now.advanced(by: sink.format.duration(of: end - heard) + .milliseconds(1)))
  }
}
