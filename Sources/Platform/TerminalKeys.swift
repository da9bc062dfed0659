import CLinux
import Glibc
import Synchronization

/// The keys that are pressed at the program's terminal while it is in the foreground, each as it comes and without echo.
///
/// They are read from `/dev/tty`, so that standard input can be a pipe. A byte that is none of the program's keys is meant for
/// whoever reads the terminal next: it is put back, with all that came behind it, and no more is read.
///
/// In the background nothing is read and nothing set: the thread blocks SIGTTIN and SIGTTOU, as all signals.
/// Where nothing can be put back there are no keys at all.
public final class TerminalKeys: Sendable {
  /// How often it looks whether it has come to the foreground, in milliseconds.
  private static let backgroundLook: Int32 = 500

  private let terminal: Int32
  private let waker: ThreadWaker
  private let handler: @Sendable (UInt8) -> Bool
  /// Whether keys are wanted. Held while the terminal is set, so that whoever sets it back has the last word.
  private let isWanted = Mutex(false)
  private let isClosed = Atomic(false)
  private let thread = Mutex<SystemThread?>(nil)

  /// Whether bytes can be put back (TIOCSTI, tty_ioctl(4)). Where the kernel refuses, those for the shell would be lost.
  private static var canPutBack: Bool {
    // With 0 it lets only CAP_SYS_ADMIN, which the superuser is taken to have. Before Linux 6.2 there is no such file.
    geteuid() == 0 || (try? readFile("/proc/sys/dev/tty/legacy_tiocsti", limit: 16))?.first != UInt8(ascii: "0")
  }

  /// Nil when the program has no terminal, or nothing can be put back there. Nothing is read before `listen`.
  ///
  /// - Parameter handler: called with each byte on a thread of its own; false when that is none of the program's keys.
  public init?(_ handler: @escaping @Sendable (UInt8) -> Bool) {
    guard Self.canPutBack, let waker = try? ThreadWaker() else { return nil }
    let terminal = unsafe open("/dev/tty", O_RDWR | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard terminal >= 0 else { return nil }
    self.terminal = terminal
    self.waker = waker
    self.handler = handler
    guard let started = try? SystemThread(name: "gust-keys", { [self] in run() }) else { return nil }
    thread.withLock { $0 = started }
  }

  deinit {
    close(terminal)
  }

  /// Takes the keys, if the program is in the foreground. Call it again whenever the program goes on after having been stopped.
  public func listen() {
    guard !isClosed.load(ordering: .acquiring) else { return }
    isWanted.withLock { $0 = true }
    waker.wake()
  }

  /// Leaves the keys to others, and the terminal as it was found, until `listen`.
  public func rest() {
    isWanted.withLock { isWanted in
      isWanted = false
      TerminalMode.restore()
    }
    waker.wake()
  }

  /// The same, for good.
  public func end() {
    isClosed.store(true, ordering: .releasing)
    rest()
    thread.withLock { $0.take() }?.join()
  }

  private func run() {
    while !isClosed.load(ordering: .acquiring) {
      let (isWanted, isListening) = isWanted.withLock { ($0, $0 && isInForeground && setMode()) }
      var entries = [
        pollfd(fd: waker.descriptor, events: Int16(POLLIN), revents: 0),
        pollfd(fd: isListening ? terminal : -1, events: Int16(POLLIN), revents: 0),
      ]
      // Nobody tells a program that runs when it is brought to the foreground.
      let count = unsafe poll(&entries, nfds_t(entries.count), isWanted && !isListening ? Self.backgroundLook : -1)
      guard count > 0 else { continue }
      if entries[0].revents != 0 { waker.takeWake() }
      if entries[1].revents != 0, self.isWanted.withLock({ $0 }), !readKey() { return giveUp() }
    }
  }

  private var isInForeground: Bool { tcgetpgrp(terminal) == getpgrp() }

  /// True when keys come one by one, already or from now on.
  private func setMode() -> Bool { TerminalMode.isInForce || TerminalMode.setForKeys(terminal) }

  /// Reads one byte. False when no more are to be read.
  private func readKey() -> Bool {
    var byte: UInt8 = 0
    let count = unsafe read(terminal, &byte, 1)
    guard count == 1 else {
      if count < 0, errno == EAGAIN || errno == EINTR { return true }
      // In the background, where it fails because SIGTTIN is blocked (setpgid(2)); else the terminal is gone.
      return count < 0 && errno == EIO && !isInForeground && tcgetpgrp(terminal) >= 0
    }
    guard !handler(byte) else { return true }
    TerminalMode.restore()
    putBack(byte)
    return false
  }

  /// Puts `byte` and all behind it back in its order.
  private func putBack(_ byte: UInt8) {
    var bytes = [byte]
    var rest = [UInt8](repeating: 0, count: 4096)
    let count = unsafe read(terminal, &rest, rest.count)
    if count > 0 { bytes += rest.prefix(count) }
    for byte in bytes { _ = gust_terminal_put_back(terminal, CChar(bitPattern: byte)) }
  }

  private func giveUp() {
    isClosed.store(true, ordering: .releasing)
    TerminalMode.restore()
  }
}
