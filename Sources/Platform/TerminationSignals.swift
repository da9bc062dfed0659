import Glibc

/// The signals by which people and systems end a program: taken on a thread of their own, one after the other.
public struct TerminationSignal: Sendable, Equatable {
  /// The signal's number (`SIGINT`, `SIGTERM`, `SIGHUP`).
  public let number: Int32

  /// Lets `handler` take the signals from now on, but for those that whoever started us had us ignore (`nohup`). Call it
  /// before the program makes any other thread: those inherit that they do not take them.
  ///
  /// - Parameter handler: called on the signal thread, once for each signal.
  public static func handle(_ handler: @escaping @Sendable (TerminationSignal) -> Void) throws(SystemThreadError) {
    var signals = terminationSignals
    unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
    // A closed pipe is an error of the write that meets it, not the end of the program.
    _ = signal(SIGPIPE, SIG_IGN)
    _ = try SystemThread(name: "gust-signals") {
      var signals = terminationSignals
      while true {
        var number: Int32 = 0
        guard unsafe sigwait(&signals, &number) == 0 else { continue }
        handler(TerminationSignal(number: number))
      }
    }
  }

  /// Ends the program by this signal, so that whoever started it sees why it ended.
  public func endProgram() -> Never {
    _ = signal(number, SIG_DFL)
    var set = sigset_t()
    unsafe sigemptyset(&set)
    unsafe sigaddset(&set, number)
    unsafe pthread_sigmask(SIG_UNBLOCK, &set, nil)
    raise(number)
    exit(128 + number)
  }
}

private var terminationSignals: sigset_t {
  var set = sigset_t()
  unsafe sigemptyset(&set)
  for number in [SIGINT, SIGTERM, SIGHUP] where !isIgnored(number) { unsafe sigaddset(&set, number) }
  return set
}

private func isIgnored(_ number: Int32) -> Bool {
  var action = sigaction()
  guard unsafe sigaction(number, nil, &action) == 0 else { return false }
  return unsafe unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
    == unsafeBitCast(SIG_IGN, to: Int.self)
}
