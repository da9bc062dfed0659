import AudioTypes
import CLinux
import Glibc

/// State under a lock, which threads can wait for: what C callers block on, as Swift's own tasks never may.
@safe
final class Monitor<State>: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var state: State

  init(_ state: State) {
    self.state = state
    unsafe pthread_mutex_init(mutex, nil)
    var attributes = pthread_condattr_t()
    unsafe pthread_condattr_init(&attributes)
    unsafe pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    unsafe pthread_cond_init(condition, &attributes)
    unsafe pthread_condattr_destroy(&attributes)
  }

  deinit {
    unsafe pthread_cond_destroy(condition)
    unsafe pthread_mutex_destroy(mutex)
    unsafe condition.deallocate()
    unsafe mutex.deallocate()
  }

  /// Looks at the state, and wakes nobody.
  func read<Result>(_ look: (State) -> Result) -> Result {
    unsafe pthread_mutex_lock(mutex)
    defer { unsafe pthread_mutex_unlock(mutex) }
    return look(state)
  }

  /// Changes the state; those who wait look again.
  @discardableResult
  func withLock<Result, Error>(_ body: (inout State) throws(Error) -> Result) throws(Error) -> Result {
    unsafe pthread_mutex_lock(mutex)
    defer {
      unsafe pthread_cond_broadcast(condition)
      unsafe pthread_mutex_unlock(mutex)
    }
    return try body(&state)
  }

  /// Waits until `look`, which may change the state, has a result; nil when `limit` passes without one. A limit of nil never
  /// passes.
  func wait<Result>(_ limit: Duration?, _ look: (inout State) -> Result?) -> Result? {
    let deadline = limit.map { MonotonicInstant.now.advanced(by: $0).timespec }
    unsafe pthread_mutex_lock(mutex)
    defer { unsafe pthread_mutex_unlock(mutex) }
    var isTimeUp = false
    while true {
      if let result = look(&state) {
        // What was taken may be what others wait to see taken.
        unsafe pthread_cond_broadcast(condition)
        return result
      }
      if isTimeUp { return nil }
      if var deadline {
        isTimeUp = unsafe pthread_cond_timedwait(condition, mutex, &deadline) == ETIMEDOUT
      } else {
        unsafe pthread_cond_wait(condition, mutex)
      }
    }
  }
}

extension MonotonicInstant {
  fileprivate var timespec: timespec {
    Glibc.timespec(tv_sec: Int(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
  }
}

/// How long a caller wants to wait: nil is for ever.
func limit(_ milliseconds: Int32) -> Duration? {
  milliseconds < 0 ? nil : .milliseconds(Int(milliseconds))
}
