import CPulse
import Glibc

/// Ends the wait of the audio thread, from any thread and at any time, also before the output is made and after it was closed.
///
/// It is an eventfd the mainloop watches, and not `pa_mainloop_wakeup`: that one is forgotten when it comes before
/// `pa_mainloop_prepare`, so a thread that looked at its queue just before would sleep on.
public final class PulseWaker: Sendable {
  let descriptor: Int32

  /// Throws `.system` when the machine is out of descriptors.
  public init() throws(PulseError) {
    descriptor = cpulse_eventfd()
    guard descriptor >= 0 else { throw .system(errno: errno) }
  }

  deinit {
    close(descriptor)
  }

  /// Lets the wait in progress return, or else the next one. Neither locks, allocates nor blocks; several wakes are one.
  public func wake() {
    // Fails only when the counter is full, and then the wake is already there.
    _ = eventfd_write(descriptor, 1)
  }
}
