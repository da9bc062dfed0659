import AudioTypes

/// When one transfer has used up its limits. libcurl itself sees to the limit on connecting.
///
/// libcurl's own idle limit counts in whole seconds, checks once a second and does not know why a transfer is held; hence
/// this one.
struct TransferDeadlines {
  let start: MonotonicInstant
  private let limits: HTTPLimits
  private var lastProgress: MonotonicInstant
  private var uploadedByteCount: Int64 = 0

  init(limits: HTTPLimits, start: MonotonicInstant) {
    self.limits = limits
    self.start = start
    lastProgress = start
  }

  mutating func noteProgress(at now: MonotonicInstant) {
    lastProgress = now
  }

  /// When to look next; nil when nothing limits the transfer at present.
  func next(isHeld: Bool) -> MonotonicInstant? {
    let total = limits.total.map(start.advanced(by:))
    guard !isHeld else { return total }
    let idle = lastProgress.advanced(by: limits.idle)
    return total.map { min($0, idle) } ?? idle
  }

  /// The limit that has been exceeded at `now`.
  mutating func exceededLimit(at now: MonotonicInstant, isHeld: Bool, easy: borrowing CurlEasy) -> HTTPError? {
    if let total = limits.total, now >= start.advanced(by: total) { return .totalTimeout }
    guard !isHeld, now >= lastProgress.advanced(by: limits.idle) else { return nil }
    // No callback tells of these two kinds of progress, so they are asked for when it matters.
    let isConnecting = easy.info(.preTransferMicroseconds) == 0
    let uploaded = easy.info(.uploadedByteCount)
    guard isConnecting || uploaded > uploadedByteCount else { return .idleTimeout }
    uploadedByteCount = uploaded
    lastProgress = now
    return nil
  }
}
