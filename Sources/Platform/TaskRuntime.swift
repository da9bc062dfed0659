import Dispatch
import Synchronization

/// What Swift's tasks and timers stand on: libdispatch, with three descriptors (an epoll, an eventfd, a timerfd) that it opens when
/// the first timer of a process is set, which may be that of its pool. Where there is none left, it ends the process then.
public enum TaskRuntime {
  private static let isStarted = Mutex(false)

  /// Has the descriptors opened now, and returns when they are. Any thread; the first call in a process wakes one more.
  ///
  /// - Throws: when there are not enough: nothing has been opened then.
  public static func start() throws(ThreadWakerError) {
    try isStarted.withLock { (isStarted) throws(ThreadWakerError) in
      guard !isStarted else { return }
      // All at the same time.
      withExtendedLifetime((try ThreadWaker(), try ThreadWaker(), try ThreadWaker())) {}
      setTimer()
      isStarted = true
    }
  }

  /// Not on a queue of the pool, which libdispatch would look after once a second from then on.
  private static func setTimer() {
    let queue = DispatchQueue(label: "gust-start")
    // Only one that is still to come takes the timerfd.
    let late = DispatchSource.makeTimerSource(queue: queue)
    late.schedule(deadline: .now() + .seconds(3600))
    late.activate()
    // The second is seen to when everything is done that the first found.
    for _ in 0..<2 {
      let hasRung = DispatchSemaphore(value: 0)
      let timer = DispatchSource.makeTimerSource(queue: queue)
      timer.setEventHandler { hasRung.signal() }
      timer.schedule(deadline: .now())
      timer.activate()
      hasRung.wait()
      timer.cancel()
    }
    late.cancel()
  }
}
