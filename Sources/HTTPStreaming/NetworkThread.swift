import Glibc
import Synchronization

/// The one thread that runs a `NetworkLoop`.
///
/// Every signal is blocked in it, SIGPIPE included, which OpenSSL's writes raise: the program's own threads get its signals.
final class NetworkThread: Sendable {
  private let thread: pthread_t
  private let isOver = Mutex(false)

  /// Starts the thread.
  init(_ loop: consuming NetworkLoop) throws(HTTPError) {
    let context = unsafe Unmanaged.passRetained(LoopBox(loop)).toOpaque()
    var thread = pthread_t()
    let code = withAllSignalsBlocked { unsafe pthread_create(&thread, nil, runNetworkLoop, context) }
    guard code == 0 else {
      unsafe Unmanaged<LoopBox>.fromOpaque(context).release()
      throw .systemFailure(reason: "no thread could be started")
    }
    self.thread = thread
  }

  /// Waits until the thread has ended, or, called on the thread itself, sees to it that nobody needs to.
  func join() {
    let isSelf = pthread_equal(thread, pthread_self()) != 0
    guard !isSelf else {
      detach()
      return
    }
    isOver.withLock { isOver in
      if !isOver { _ = pthread_join(thread, nil) }
      isOver = true
    }
  }

  /// Another thread that is joining this one holds the lock, and then there is nothing to detach.
  private func detach() {
    _ = isOver.withLockIfAvailable { isOver in
      if !isOver { pthread_detach(thread) }
      isOver = true
    }
  }
}

/// Carries a loop to its thread.
private final class LoopBox {
  private var loop: NetworkLoop?

  init(_ loop: consuming NetworkLoop) {
    self.loop = consume loop
  }

  func run() {
    loop?.run()
    loop = nil
  }
}

private func runNetworkLoop(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let context = unsafe context else { return nil }
  unsafe Unmanaged<LoopBox>.fromOpaque(context).takeRetainedValue().run()
  return nil
}

/// A thread inherits the mask of the one that starts it, so there is no moment at which a signal could reach it.
private func withAllSignalsBlocked(_ body: () -> Int32) -> Int32 {
  var all = sigset_t()
  var previous = sigset_t()
  unsafe sigfillset(&all)
  unsafe pthread_sigmask(SIG_SETMASK, &all, &previous)
  defer { unsafe pthread_sigmask(SIG_SETMASK, &previous, nil) }
  return body()
}
