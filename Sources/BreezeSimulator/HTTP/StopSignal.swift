internal import AudioTypes
internal import Glibc

/// Lets threads that wait for their time be woken when the simulator stops. Owns a pipe: its read end becomes
/// readable (hang-up) for all who poll it once the write end is closed.
final class StopSignal: Sendable {
  private let readEnd: Int32
  private let writeEnd: Int32

  /// Fails when the process is out of file descriptors.
  init?() {
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else { return nil }
    readEnd = ends[0]
    writeEnd = ends[1]
  }

  deinit {
    close(readEnd)
    close(writeEnd)
  }

  /// Wakes every wait, now and later.
  func raise() {
    var byte: UInt8 = 1
    _ = unsafe write(writeEnd, &byte, 1)
  }

  /// How a wait ended.
  enum Wake: Sendable {
    case due, peerLeft, stopped
  }

  /// Sleeps until `instant` (nil: for ever), until the peer of `socket` leaves or until the simulator stops.
  func wait(until instant: MonotonicInstant?, watching socket: Int32) -> Wake {
    while true {
      let left = instant.map { MonotonicInstant.now.duration(to: $0).wholeNanoseconds }
      if left == 0 { return .due }
      // poll(2) counts milliseconds: it sleeps all but the last one or two, the rest is slept to the nanosecond.
      if let left, let instant, left < 2_000_000 {
        Self.sleep(until: instant)
        return .due
      }
      if let wake = poll(milliseconds: left.map { Int32(clamping: $0 / 1_000_000 - 1) } ?? -1, socket) { return wake }
    }
  }

  private func poll(milliseconds: Int32, _ socket: Int32) -> Wake? {
    let peerClosed: Int16 = 0x2000  // POLLRDHUP, which <poll.h> shows to GNU programs only
    var watched = [
      pollfd(fd: readEnd, events: Int16(POLLIN), revents: 0), pollfd(fd: socket, events: peerClosed, revents: 0),
    ]
    let count = unsafe Glibc.poll(&watched, nfds_t(watched.count), milliseconds)
    if count < 0 { return errno == EINTR ? nil : .stopped }
    if watched[0].revents != 0 { return .stopped }
    return watched[1].revents != 0 ? .peerLeft : nil
  }

  private static func sleep(until instant: MonotonicInstant) {
    var time = timespec(
      tv_sec: Int(instant.nanoseconds / 1_000_000_000), tv_nsec: Int(instant.nanoseconds % 1_000_000_000))
    while unsafe clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, nil) == EINTR {}
  }
}
