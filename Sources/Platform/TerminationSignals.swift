import CLinux
import Glibc

/// A signal by which people and systems end a program, taken by the main thread, one after the other.
public struct TerminationSignal: Sendable, Equatable {
  /// The signal's number (`SIGINT`, `SIGTERM`, `SIGHUP`).
  public let number: Int32

  /// What ends a program that writes to a pipe whose reader is gone. Never taken, for it is ignored while a program runs: a
  /// program ends itself by it.
  public static let brokenPipe = TerminationSignal(number: SIGPIPE)

  /// Ctrl-C.
  public static let interrupt = TerminationSignal(number: SIGINT)

  /// Runs `program` while this thread, the main one, takes the signals: on this thread until it first waits for something,
  /// which spares it the time it takes to start another, and from then on on Swift's pool.
  ///
  /// Call it first of all: threads that are made later inherit that they do not take them. A `main` that is itself `async`
  /// cannot do this: Swift parks the main thread in `sigsuspend(2)`, where every signal has its default effect.
  ///
  /// - Parameters:
  ///   - program: the whole program; it ends the process.
  ///   - jobControl: what else is taken; nil leaves Ctrl-Z its default effect.
  ///   - handler: called on this thread, once for each signal.
  public static func handle(
    during program: @escaping @Sendable () async -> Never, jobControl: (any JobControl)? = nil,
    _ handler: (TerminationSignal) -> Void
  ) -> Never {
    hold()
    if jobControl != nil { holdJobControl() }
    Task.immediate { await program() }
    while true {
      let number = wait(for: jobControl == nil ? terminationSignals : terminationSignals.union(jobControlSignals))
      switch number {
      case SIGTSTP: jobControl?.suspend()
      case SIGCONT: jobControl?.goOn()
      default: handler(TerminationSignal(number: number))
      }
    }
  }

  /// Goes on off the main thread: what may block must not do so on the thread that takes the signals.
  ///
  /// A program that has had to wait for nothing is still on it, and files may be pipes.
  public static func leaveMainThread() async {
    await leaveThread { getpid() == gettid() }
  }

  /// `Task.yield()` alone comes back to the thread that called it when the pool is the faster of the two.
  static func leaveThread(while isThere: () -> Bool) async {
    while isThere() { await Task.yield() }
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
    TerminationSignal(number: wait(for: terminationSignals))
  }

  private static func wait(for signals: sigset_t) -> Int32 {
    var signals = signals
    while true {
      var number: Int32 = 0
      if unsafe sigwait(&signals, &number) == 0 { return number }
    }
  }

  /// Ends the program by this signal, so that whoever started it sees why it ended.
  public func endProgram() -> Never {
    TerminalMode.restoreForGood()
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
  sigset_t([SIGINT, SIGTERM, SIGHUP].filter { !isIgnored($0) })
}

extension sigset_t {
  init(_ numbers: [Int32]) {
    self.init()
    unsafe sigemptyset(&self)
    for number in numbers { unsafe sigaddset(&self, number) }
  }

  fileprivate func union(_ numbers: [Int32]) -> sigset_t {
    var union = self
    for number in numbers { unsafe sigaddset(&union, number) }
    return union
  }
}

func isIgnored(_ number: Int32) -> Bool {
  var action = sigaction()
  guard unsafe sigaction(number, nil, &action) == 0 else { return false }
  let handler = unsafe unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
  return unsafe handler == unsafeBitCast(SIG_IGN, to: Int.self)
}
