import Dispatch
import Synchronization

/// Calls a function once some time has passed, unless it is cancelled before.
///
/// `Task.sleep` ends on the pool of Swift's tasks, and libdispatch looks after that pool once a second from then on, for as
/// long as the process lives, whoever else keeps off it. This timer's queue is not of that pool.
public final class Alarm: Sendable {
  private static let queue = DispatchQueue(label: "gust-alarm")
  private let ring: Mutex<(@Sendable () -> Void)?>

  /// Begins to wait.
  ///
  /// - Parameters:
  ///   - span: counted by `CLOCK_MONOTONIC`; what is not above zero rings at once.
  ///   - ring: called once, on the thread of all alarms: it must not wait.
  public init(after span: Duration, _ ring: @escaping @Sendable () -> Void) {
    self.ring = Mutex(ring)
    let (seconds, attoseconds) = max(span, .zero).components
    let delay = DispatchTimeInterval.seconds(Int(clamping: seconds))
    Self.queue.asyncAfter(deadline: .now() + delay + .nanoseconds(Int(attoseconds / 1_000_000_000))) { self.goOff() }
  }

  /// It does not ring any more, unless it does so already.
  public func cancel() {
    ring.withLock { $0 = nil }
  }

  private func goOff() {
    ring.withLock { $0.take() }?()
  }

  /// Waits for `span`, as `Task.sleep` does.
  ///
  /// - Throws: `CancellationError`, at once, when the task is cancelled.
  public static func sleep(for span: Duration) async throws(CancellationError) {
    let (ends, end) = AsyncStream<Void>.makeStream()
    let alarm = Alarm(after: span) { end.finish() }
    // A stream ends for a task that is cancelled.
    for await _ in ends {}
    alarm.cancel()
    if Task.isCancelled { throw CancellationError() }
  }
}
