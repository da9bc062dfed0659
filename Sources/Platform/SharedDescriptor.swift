import CLinux
import Glibc

/// Waits until a descriptor that somebody who shares it has made non-blocking can be read: after `EAGAIN`. Blocks.
public func waitForBytes(_ descriptor: Int32) { wait(for: POLLIN, on: descriptor) }

/// The same until it can be written to.
public func waitForRoom(_ descriptor: Int32) { wait(for: POLLOUT, on: descriptor) }

private func wait(for events: Int32, on descriptor: Int32) {
  var wanted = pollfd(fd: descriptor, events: Int16(events), revents: 0)
  // Interrupted or not possible: whoever asks tries again, and is told then.
  _ = unsafe poll(&wanted, 1, -1)
}
