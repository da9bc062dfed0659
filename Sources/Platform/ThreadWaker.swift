import CLinux
import Glibc

/// Ends the wait of one thread, from any thread and at any time, before the wait, during it or after the last one.
///
/// It is an eventfd: a mainloop of its own can watch `descriptor`, and a thread that has none sleeps in `wait(atMost:)`. A
/// wake that comes before the wait is not lost.
public final class ThreadWaker: Sendable {
  /// Readable while a wake waits to be taken.
  public let descriptor: Int32

  /// Throws when the machine is out of descriptors (`eventfd(2)`).
  public init() throws(ThreadWakerError) {
    descriptor = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
    guard descriptor >= 0 else { throw ThreadWakerError(code: errno) }
  }

  deinit {
    close(descriptor)
  }

  /// Lets the wait in progress return, or else the next one. Neither locks, allocates nor blocks; several wakes are one.
  public func wake() {
    // Fails only when the counter is full, and then the wake is already there.
    _ = eventfd_write(descriptor, 1)
  }

  /// The wakes so far have done their work: they do not end the next wait.
  public func takeWake() {
    var count: eventfd_t = 0
    _ = unsafe eventfd_read(descriptor, &count)
  }

  /// Sleeps until a wake, and takes it, or for `limit` at most (nil: without end). A signal may end it early.
  public func wait(atMost limit: Duration?) {
    var descriptors = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    if let limit {
      let (seconds, attoseconds) = max(limit, .zero).components
      var timeout = timespec(tv_sec: Int(seconds), tv_nsec: Int(attoseconds / 1_000_000_000))
      _ = unsafe ppoll(&descriptors, 1, &timeout, nil)
    } else {
      _ = unsafe ppoll(&descriptors, 1, nil, nil)
    }
    takeWake()
  }
}

/// The system refused a descriptor.
public struct ThreadWakerError: Error, Equatable {
  /// The `errno` value.
  public let code: Int32
}
