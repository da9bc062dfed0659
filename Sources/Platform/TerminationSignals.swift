import Glibc

/// A signal by which people and systems end a program, taken by the main thread, one after the other.
public struct TerminationSignal: Sendable, Equatable {
  /// The signal's number (`SIGINT`, `SIGTERM`, `SIGHUP`).
  public let number: Int32

  /// Runs `program` while this thread, the main one, takes the signals: on this thread until it first waits for something,
  /// which spares it the time it takes to start another, and from then on on Swift's pool.
  ///
  /// Call it first of all: threads that are made later inherit that they do not take them. A `main` that is itself `async`
  /// cannot do this: Swift parks the main thread in `sigsuspend(2)`, where every signal has its default effect.
  ///
  /// - Parameters:
  ///   - program: the whole program; it ends the process.
  ///   - handler: called on this thread, once for each signal.
  public static func handle(
    during program: @escaping @Sendable () async -> Never, _ handler: (TerminationSignal) -> Void
  ) -> Never {
    hold()
    Task.immediate { await program() }
    while true { handler(next()) }
  }

  /// Keeps the signals from ending the program, from now on and in every thread that is made later: `next()` takes them.
  public static func hold() {
    var signals = terminationSignals
    unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
    // A closed pipe is an error of the write that meets it, not the end of the program.
    _ = signal(SIGPIPE, SIG_IGN)
  }

  /// Waits for the next signal that is held.
  public static func next() -> TerminationSignal {
    var signals = terminationSignals
    while true {
      var number: Int32 = 0
      if unsafe sigwait(&signals, &number) == 0 { return TerminationSignal(number: number) }
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

/// All but those that the program was started to ignore, as `nohup` does.
private var terminationSignals: sigset_t {
  var set = sigset_t()
  unsafe sigemptyset(&set)
  for number in [SIGINT, SIGTERM, SIGHUP] where !isIgnored(number) { unsafe sigaddset(&set, number) }
  return set
}

private func isIgnored(_ number: Int32) -> Bool {
  var action = sigaction()
  guard unsafe sigaction(number, nil, &action) == 0 else { return false }
  let handler = unsafe unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
  return unsafe handler == unsafeBitCast(SIG_IGN, to: Int.self)
}
