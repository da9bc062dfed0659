import Foundation
import Synchronization

/// A child that ends with us, whatever ends us: `setpriv` has the kernel send SIGTERM when the thread that started it is
/// gone, so each child has a thread of its own, which waits for its end.
///
/// Not Foundation's `Process`: `pulseaudio` closes the descriptor by which that notices the end of a child, after which
/// it waits for this one child and is blind for all others.
final class ChildProcess: Sendable {
  private struct Status {
    var identifier: pid_t?
    var failure: Int32?
    var exitStatus: Int32?
  }

  /// Apart from the object itself, so that the child's thread does not keep the object alive.
  private final class Shared: Sendable {
    let status = Mutex(Status())
  }

  private let shared = Shared()

  /// Starts `arguments[0]`, found in PATH, and returns when it runs.
  ///
  /// It gets our environment with `changes`, where nil removes a variable. Its standard output goes to the descriptor
  /// `output`, which stays the caller's to close, or nowhere.
  init(
    _ arguments: [String], environment changes: [String: String?] = [:], output: Int32? = nil
  ) throws(HarnessError) {
    let environment = ProcessInfo.processInfo.environment.merging(changes.compactMapValues(\.self)) { $1 }
      .filter { changes[$0.key, default: ""] != nil }
      .map { "\($0.key)=\($0.value)" }
    let command = ["--pdeathsig", "TERM", "--"] + arguments
    Thread.detachNewThread { [shared] in
      Self.run(command, environment, output, shared)
    }
    let hasStarted = poll(limit: .seconds(10)) {
      shared.status.withLock { $0.identifier != nil || $0.failure != nil }
    }
    if let failure = shared.status.withLock(\.failure) ?? (hasStarted ? nil : ETIMEDOUT) {
      throw .cannotStart(program: arguments.first ?? "", reason: unsafe String(cString: strerror(failure)))
    }
  }

  deinit {
    end()
  }

  /// What it ended with, as a shell shows it; nil while it runs.
  var exitStatus: Int32? { shared.status.withLock(\.exitStatus) }

  /// Returns whether it ended within `limit`.
  func waitForEnd(limit: Duration) -> Bool {
    poll(limit: limit) { exitStatus != nil }
  }

  /// Asks it to end, insists after two seconds, and returns when it has ended.
  func end() {
    signal(SIGTERM)
    if !waitForEnd(limit: .seconds(2)) { kill() }
  }

  /// Ends it without letting it clean up.
  func kill() {
    signal(SIGKILL)
    _ = waitForEnd(limit: .seconds(2))
  }

  /// Stops it in its tracks, or lets it go on.
  func setFrozen(_ isFrozen: Bool) {
    signal(isFrozen ? SIGSTOP : SIGCONT)
  }

  private func signal(_ number: Int32) {
    // Under the lock the child cannot be reaped, so the identifier cannot have become somebody else's.
    shared.status.withLock { status in
      guard let identifier = status.identifier, status.exitStatus == nil else { return }
      _ = Glibc.kill(identifier, number)
    }
  }

  /// The child's own thread.
  private static func run(_ command: [String], _ environment: [String], _ output: Int32?, _ shared: Shared) {
    switch spawn("setpriv", command, environment: environment, streams: ChildStreams(output: output)) {
    case .failure(let failure): shared.status.withLock { $0.failure = failure.code }
    case .success(let identifier):
      shared.status.withLock { $0.identifier = identifier }
      var information = unsafe siginfo_t()
      while unsafe waitid(P_PID, id_t(identifier), &information, WEXITED | WNOWAIT) != 0, errno == EINTR {}
      shared.status.withLock { status in
        var word: Int32 = 0
        _ = unsafe waitpid(identifier, &word, 0)
        status.exitStatus = word & 0x7f == 0 ? word >> 8 & 0xff : 128 + word & 0x7f
      }
    }
  }
}
