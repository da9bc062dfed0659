import Foundation
import Synchronization

/// A child that ends with us, whatever ends us: `setpriv` has the kernel send SIGTERM when the thread that started it is
/// gone, so each child has a thread of its own, which waits for its end.
final class ChildProcess: Sendable {
  private struct Status {
    var identifier: Int32?
    var failure: String?
    var hasEnded = false
  }

  /// Apart from the object itself, so that the child's thread does not keep the object alive.
  private final class Shared: Sendable {
    let status = Mutex(Status())
  }

  private let shared = Shared()

  /// Starts `arguments[0]`, found in PATH, and returns when it runs.
  /// - Parameters:
  ///   - environment: what to set (or, with nil, remove) in our own environment for it.
  ///   - output: where its standard output goes.
  init(_ arguments: [String], environment changes: [String: String?] = [:], output: FileHandle = .nullDevice)
    throws(HarnessError)
  {
    let environment = ProcessInfo.processInfo.environment.merging(changes.compactMapValues(\.self)) { $1 }
      .filter { changes[$0.key, default: ""] != nil }
    Thread.detachNewThread { [shared] in
      Self.run(arguments, environment: environment, output: output, shared)
    }
    let hasStarted = poll(limit: .seconds(10)) {
      shared.status.withLock { $0.identifier != nil || $0.failure != nil }
    }
    if let failure = shared.status.withLock(\.failure) ?? (hasStarted ? nil : "no answer") {
      throw .cannotStart(program: arguments.first ?? "", reason: failure)
    }
  }

  deinit {
    end()
  }

  var isRunning: Bool { shared.status.withLock { $0.identifier != nil && !$0.hasEnded } }

  /// Asks it to end, insists after two seconds, and returns when it has ended.
  func end() {
    signal(SIGTERM)
    if !poll(limit: .seconds(2), until: { !isRunning }) { kill() }
  }

  /// Ends it without letting it clean up.
  func kill() {
    signal(SIGKILL)
    _ = poll(limit: .seconds(2)) { !isRunning }
  }

  private func signal(_ number: Int32) {
    shared.status.withLock { status in
      guard let identifier = status.identifier, !status.hasEnded else { return }
      _ = Glibc.kill(identifier, number)
    }
  }

  /// The child's own thread.
  private static func run(
    _ arguments: [String], environment: [String: String], output: FileHandle, _ shared: Shared
  ) {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/setpriv")
    process.arguments = ["--pdeathsig", "TERM", "--"] + arguments
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    do {
      try process.run()
    } catch {
      shared.status.withLock { $0.failure = error.localizedDescription }
      return
    }
    shared.status.withLock { $0.identifier = process.processIdentifier }
    process.waitUntilExit()
    shared.status.withLock { $0.hasEnded = true }
  }
}
