import AudioTypes

/// When one transfer has used up its limits. libcurl itself sees to the limit on connecting.
///
/// libcurl's own idle limit counts in whole seconds, checks once a second and does not know why a transfer is held; hence
/// this one.
struct TransferDeadlines {
  private let idle: Duration
  private var end: MonotonicInstant?
  private var lastProgress: MonotonicInstant
  private var uploadedByteCount: Int64 = 0

  init(limits: HTTPLimits, start: MonotonicInstant) {
    idle = limits.idle.asLimit
    end = limits.total.map { start.advanced(by: $0.asLimit) }
    lastProgress = start
  }

  mutating func noteProgress(at now: MonotonicInstant) {
    lastProgress = now
  }

  /// The body is collected: nothing of use comes before its end, which a trickle could put off for ever.
  mutating func noteCollecting(at now: MonotonicInstant) {
    let limit = now.advanced(by: idle * 2)
    end = end.map { min($0, limit) } ?? limit
  }

  /// When to look next; nil when nothing limits the transfer at present.
  func next(isHeld: Bool) -> MonotonicInstant? {
    guard !isHeld else { return end }
    let idleEnd = lastProgress.advanced(by: idle)
    return end.map { min($0, idleEnd) } ?? idleEnd
  }

  /// The limit that has been exceeded at `now`.
  mutating func exceededLimit(at now: MonotonicInstant, isHeld: Bool, easy: borrowing CurlEasy) -> HTTPError? {
    if let end, now >= end { return .totalTimeout }
    guard !isHeld, now >= lastProgress.advanced(by: idle) else { return nil }
    // No callback tells of these two kinds of progress, so they are asked for when it matters.
    let isConnecting = easy.info(.preTransferMicroseconds) == 0
    let uploaded = easy.info(.uploadedByteCount)
    guard isConnecting || uploaded > uploadedByteCount else { return .idleTimeout }
    uploadedByteCount = uploaded
    lastProgress = now
    return nil
  }
}
