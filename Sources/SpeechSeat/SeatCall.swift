import CLinux
import Glibc

/// Asks all speakers of a seat for something.
struct SeatCall: ~Copyable {
  /// A speaker that was reached: its connection, and its process.
  private struct Listener {
    let descriptor: Int32
    let process: pid_t
  }

  private var listeners: [Listener] = []
  /// Speakers that took no call: they have more of them waiting than they can be late with.
  private(set) var unreachableCount = 0

  /// How old a socket that refuses has to be before its owner is held for dead, and not just about to listen.
  private static let staleAge = 10

  /// Asks at once, and removes what killed processes left behind; nil does only that.
  init(_ request: SeatRequest?, in folder: SeatFolder) {
    let message = request.map { SeatMessage($0) }
    for name in folder.names(SeatListener.prefix) {
      guard let socket = LocalSocket(flags: Int32(SOCK_NONBLOCK.rawValue)) else { continue }
      guard socket.connect(to: folder.shortPath(name)) else {
        switch errno {
        case ECONNREFUSED: Self.removeIfStale(name, in: folder)
        case EAGAIN: unreachableCount += 1
        default: break
        }
        continue
      }
      guard let message, socket.send(message.bytes) else { continue }
      listeners.append(Listener(descriptor: socket.copy(), process: socket.peer?.process ?? 0))
    }
  }

  deinit {
    for listener in listeners { close(listener.descriptor) }
  }

  /// Waits until those who were asked are silent.
  func wait(within limit: Duration) -> Silence {
    let deadline = ContinuousClock.now + limit
    var silence = Silence(unresponsive: unreachableCount)
    for listener in listeners {
      if isSuspended(listener.process) {
        silence.suspended += 1
      } else if hasEnded(listener.descriptor, by: deadline) {
        silence.silenced += 1
      } else {
        silence.unresponsive += 1
      }
    }
    return silence
  }

  private func hasEnded(_ descriptor: Int32, by deadline: ContinuousClock.Instant) -> Bool {
    while true {
      let remaining = max(.zero, ContinuousClock.now.duration(to: deadline))
      let milliseconds = Int32(
        remaining.components.seconds * 1000 + remaining.components.attoseconds / 1_000_000_000_000_000)
      var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let count = unsafe poll(&entry, 1, milliseconds)
      if count < 0, errno == EINTR { continue }
      // A speaker sends nothing: what can be read is the end.
      return count > 0
    }
  }

  /// Whether a process was stopped, as by Ctrl-Z: it is silent, and takes its messages when it goes on (proc(5), `stat`).
  private func isSuspended(_ process: pid_t) -> Bool {
    let descriptor = unsafe open("/proc/\(process)/stat", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 256)
    let count = unsafe read(descriptor, &bytes, bytes.count)
    // The name, in parentheses, may hold anything.
    guard count > 0, let end = bytes[..<count].lastIndex(of: UInt8(ascii: ")")), end + 2 < count else { return false }
    return bytes[end + 2] == UInt8(ascii: "T")
  }

  /// Removes what a killed process left behind.
  private static func removeIfStale(_ name: String, in folder: SeatFolder) {
    var status = stat()
    guard unsafe fstatat(folder.descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0,
      status.st_mode & S_IFMT == S_IFSOCK,
      time(nil) - status.st_mtim.tv_sec >= staleAge
    else { return }
    unsafe unlinkat(folder.descriptor, name, 0)
  }
}

/// What became of those who were asked to be silent.
public struct Silence: Sendable, Equatable {
  /// Speakers that are silent now, and those that waited to speak.
  public internal(set) var silenced = 0
  /// Speakers that stood still, as by Ctrl-Z: they end when they go on.
  public internal(set) var suspended = 0
  /// Speakers that have not fallen silent.
  public internal(set) var unresponsive = 0
}
