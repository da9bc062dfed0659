import Glibc
import Platform
import Synchronization

/// What a signal, a key or another program does: end the program at once, or, while something sounds, silence that first; and
/// what Ctrl-Z does.
final class CaughtSignal: JobControl {
  private struct State {
    var cause: StopCause?
    var stop: (@Sendable () async -> Void)?
    var tell: (@Sendable (Ending) async -> Void)?
    var control: (any JobControl)?
    var interrupt: (@Sendable () -> Void)?
  }

  private let state = Mutex(State())

  /// The first reason to end that came; nil while there was none.
  var cause: StopCause? { state.withLock { $0.cause } }

  /// How the program ends because of it.
  var ending: Ending { cause?.ending ?? .failure("Stopped.", .stopped) }

  /// From now on the first reason runs `stop`, and the program goes on to end itself. A signal after that ends it at once.
  func stopInstead(_ stop: @escaping @Sendable () async -> Void) {
    let isLate = state.withLock { state in
      state.stop = stop
      return state.cause != nil
    }
    if isLate { Task { await stop() } }
  }

  /// From now on the first reason, where it ends the program, has `tell` say how before. Where it runs `stop` it does not: the
  /// program goes on, and says so itself.
  func tellEnd(_ tell: @escaping @Sendable (Ending) async -> Void) {
    state.withLock { $0.tell = tell }
  }

  /// From now on Ctrl-C is no reason to end: it runs `interrupt`, each time and on the main thread.
  func interruptInstead(_ interrupt: @escaping @Sendable () -> Void) {
    state.withLock { $0.interrupt = interrupt }
  }

  /// Called on the main thread with signals, on any other with the rest.
  func take(_ cause: StopCause) {
    if case .signal(.interrupt) = cause, let interrupt = state.withLock({ $0.interrupt }) { return interrupt() }
    let (stop, tell, isFirst) = state.withLock { state in
      let isFirst = state.cause == nil
      if isFirst { state.cause = cause }
      return (isFirst ? state.stop : nil, isFirst ? state.tell : nil, isFirst)
    }
    if case .signal(let signal) = cause, stop == nil, tell == nil { signal.endProgram() }
    guard isFirst else { return }
    endSoon(because: cause)
    Task(priority: .high) {
      guard let stop else {
        await tell?(cause.ending)
        await cause.ending.endProgram()
      }
      await stop()
    }
  }

  /// A file or a pipe that takes no bytes must not keep a program that was told to end: not even one whose pool of threads waits
  /// for it.
  private func endSoon(because cause: StopCause) {
    _ = try? SystemThread(name: "gust-end") {
      // In all one second, and more on a machine that is too busy to end it as it should.
      for _ in 0..<20 { usleep(50_000) }
      switch cause {
      case .signal(let signal): signal.endProgram()
      case .key, .command, .interruption: endProgram(status: ExitStatus.stopped.rawValue)
      }
    }
  }

  // MARK: Ctrl-Z

  /// From now on `control` makes the speech stand still before the process does; nil: there is none.
  func standStill(with control: (any JobControl)?) {
    state.withLock { $0.control = control }
  }

  func suspend() {
    guard let control = state.withLock({ $0.control }) else { return stopProcess() }
    control.suspend()
  }

  func goOn() {
    state.withLock { $0.control }?.goOn()
  }
}
