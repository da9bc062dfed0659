import CLinux
import Glibc
import Synchronization

/// A named operating-system thread that takes no signals, so that the program's own signal handling gets them all.
///
/// Swift's pool threads must not wait in C libraries; what waits in `poll` for its whole life runs on one of these.
public final class SystemThread: Sendable {
  private let handle: pthread_t
  private let isJoined = Mutex(false)

  /// Starts `body` on a new thread.
  ///
  /// - Parameters:
  ///   - name: shown by `ps -L` and debuggers; the kernel keeps 15 bytes of it.
  ///   - urgency: asked of the system, which grants it to those it trusts, and else leaves the thread like any other.
  ///   - body: runs once; the thread ends with it.
  /// - Throws: `SystemThreadError` when the system has no thread to give (`pthread_create(3)`).
  public init(name: String, urgency: ThreadUrgency = .normal, _ body: @escaping @Sendable () -> Void)
    throws(SystemThreadError)
  {
    let start = unsafe Unmanaged.passRetained(ThreadStart(name: name, urgency: urgency, body: body))
    var thread = pthread_t()
    let code = withAllSignalsBlocked {
      unsafe pthread_create(&thread, nil, runThread, start.toOpaque())
    }
    guard code == 0 else {
      unsafe start.release()
      throw SystemThreadError(code: code)
    }
    handle = thread
  }

  /// Waits for the thread to end, whoever else waits for it; on the thread itself it returns at once.
  public func join() {
    // Before the lock, which another may hold while it waits for this very thread.
    guard pthread_equal(handle, pthread_self()) == 0 else { return }
    isJoined.withLock { isJoined in
      if !isJoined { pthread_join(handle, nil) }
      isJoined = true
    }
  }

  deinit {
    if !isJoined.withLock({ $0 }) { pthread_detach(handle) }
  }
}

extension SystemThread {
  /// Runs `body`, which waits in C, on a thread of its own, and returns what it returns: no task is held up meanwhile.
  ///
  /// Cancelling the task cuts nothing short.
  ///
  /// - Parameters:
  ///   - name: see `init`.
  ///   - urgency: see `init`.
  ///   - refusal: the error for a system that has no thread to give.
  public static func run<Answer: Sendable, Failure: Error>(
    name: String, urgency: ThreadUrgency = .normal, orFail refusal: @Sendable (SystemThreadError) -> Failure,
    _ body: @escaping @Sendable () throws(Failure) -> Answer
  ) async throws(Failure) -> Answer {
    let result = await withCheckedContinuation { (waiter: CheckedContinuation<Result<Answer, Failure>, Never>) in
      do throws(SystemThreadError) {
        _ = try SystemThread(name: name, urgency: urgency) {
          waiter.resume(returning: Result { () throws(Failure) in try body() })
        }
      } catch {
        waiter.resume(returning: .failure(refusal(error)))
      }
    }
    return try result.get()
  }
}

/// How soon a thread is to run when it has something to do and all processors are busy.
public enum ThreadUrgency: Int32, Sendable {
  /// When its turn comes; on a busy machine that was seen to take up to two seconds.
  case normal = 0
  /// Before all others but sound: `SCHED_RR` at the lowest priorities, below a sound server's own.
  ///
  /// Root has it, and whom `RLIMIT_RTPRIO` allows it. Threads and processes that it starts are normal ones.
  case network = 1
  /// Before all but the sound server.
  case sound = 2

  /// Whether the system grants it to this program: starts a thread to find out, and waits for it.
  public var isGranted: Bool {
    let isGranted = Mutex(false)
    let thread = try? SystemThread(name: "gust-urgency", urgency: self) { [wanted = self] in
      let policy = sched_getscheduler(0) & ~gust_sched_reset_on_fork
      isGranted.withLock { $0 = wanted == .normal || policy == SCHED_RR }
    }
    thread?.join()
    return isGranted.withLock { $0 }
  }
}

/// The system refused a thread.
public struct SystemThreadError: Error, Equatable {
  /// The `errno` value that `pthread_create(3)` returned.
  public let code: Int32
}

private final class ThreadStart: Sendable {
  let name: String
  let urgency: ThreadUrgency
  let body: @Sendable () -> Void

  init(name: String, urgency: ThreadUrgency, body: @escaping @Sendable () -> Void) {
    self.name = name
    self.urgency = urgency
    self.body = body
  }
}

private func runThread(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let context = unsafe context else { return nil }
  let start = unsafe Unmanaged<ThreadStart>.fromOpaque(context).takeRetainedValue()
  unsafe pthread_setname_np(pthread_self(), String(start.name.prefix(15)))
  if start.urgency != .normal {
    var parameters = sched_param()
    parameters.sched_priority = start.urgency.rawValue
    unsafe sched_setscheduler(0, SCHED_RR | gust_sched_reset_on_fork, &parameters)
  }
  start.body()
  return nil
}

/// A thread inherits its maker's signal mask: set it around the call that makes it.
private func withAllSignalsBlocked<Result>(_ body: () -> Result) -> Result {
  var all = sigset_t()
  var previous = sigset_t()
  unsafe sigfillset(&all)
  unsafe pthread_sigmask(SIG_SETMASK, &all, &previous)
  defer { unsafe pthread_sigmask(SIG_SETMASK, &previous, nil) }
  return body()
}
