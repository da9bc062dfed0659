import CLinux
import Glibc
import Synchronization

/// The terminal set to give us each key at once and not to show it, and back again. One of them is in force at a time, and
/// whatever ends the program in good order or bad, SIGKILL apart, sets the terminal back.
enum TerminalMode {
  /// The terminal as it was found. Written before `isSet` becomes true, and read after.
  nonisolated(unsafe) private static var found = termios()
  private static let descriptor = Atomic<Int32>(-1)
  private static let isSet = Atomic(false)
  /// Whether the program is about to end. Held while the terminal is set.
  private static let isFinal = Mutex(false)

  /// Whether the terminal is set for keys.
  static var isInForce: Bool { isSet.load(ordering: .acquiring) }

  /// Notes how the terminal is set, for `restore`. Returns false when that cannot be, or we are in the background.
  static func remember(_ terminal: Int32) -> Bool {
    isFinal.withLock { isFinal in !isFinal && note(terminal) }
  }

  /// Sets the terminal for keys. Returns false when that cannot be, or we are in the background.
  static func setForKeys(_ terminal: Int32) -> Bool {
    isFinal.withLock { isFinal in !isFinal && set(terminal) }
  }

  private static func note(_ terminal: Int32) -> Bool {
    guard !isSet.load(ordering: .acquiring), tcgetpgrp(terminal) == getpgrp() else { return false }
    guard unsafe tcgetattr(terminal, &found) == 0 else { return false }
    restoreOnCrashes()
    descriptor.store(terminal, ordering: .relaxed)
    isSet.store(true, ordering: .releasing)
    return true
  }

  private static func set(_ terminal: Int32) -> Bool {
    guard note(terminal) else { return false }
    var mode = unsafe found
    mode.c_lflag &= ~tcflag_t(ICANON | ECHO)
    mode.c_cc.6 = 1  // VMIN
    mode.c_cc.5 = 0  // VTIME
    guard unsafe tcsetattr(terminal, TCSANOW, &mode) == 0 else {
      isSet.store(false, ordering: .releasing)
      return false
    }
    return true
  }

  /// Sets the terminal back, if it was set; no thread sets it again. Not for signal handlers.
  static func restoreForGood() {
    isFinal.withLock { isFinal in
      isFinal = true
      restore()
    }
  }

  /// Sets the terminal back, if it was set. Safe in a signal handler.
  static func restore() {
    let terminal = descriptor.load(ordering: .relaxed)
    guard isSet.exchange(false, ordering: .acquiringAndReleasing), tcgetpgrp(terminal) == getpgrp() else { return }
    // Should we have come into the background just now, we must not be stopped for this.
    var stopping = sigset_t()
    var previous = sigset_t()
    unsafe sigemptyset(&stopping)
    unsafe sigaddset(&stopping, SIGTTOU)
    unsafe pthread_sigmask(SIG_BLOCK, &stopping, &previous)
    unsafe tcsetattr(terminal, TCSANOW, &found)
    unsafe pthread_sigmask(SIG_SETMASK, &previous, nil)
  }

  /// These signals set the terminal back before they do what they always do.
  private static func restoreOnCrashes() {
    guard !seesCrashes.exchange(true, ordering: .relaxed) else { return }
    for number in [SIGABRT, SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGQUIT] where !isIgnored(number) {
      var action = sigaction()
      unsafe action.__sigaction_handler.sa_handler = restoreAndRaise
      unsafe sigaction(number, &action, &earlier[Int(number)])
    }
  }

  private static let seesCrashes = Atomic(false)
  /// What each of these signals does otherwise: Swift's runtime may print where the program was.
  nonisolated(unsafe) fileprivate static let earlier: UnsafeMutablePointer<sigaction> = {
    let actions = UnsafeMutablePointer<sigaction>.allocate(capacity: 32)
    unsafe actions.initialize(repeating: sigaction(), count: 32)
    return unsafe actions
  }()
}

/// A signal handler.
private func restoreAndRaise(_ number: Int32) {
  TerminalMode.restore()
  unsafe sigaction(number, &TerminalMode.earlier[Int(number)], nil)
  // Comes when this handler has returned, to where the signal came first.
  raise(number)
}
