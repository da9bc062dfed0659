import Foundation

/// The processes of one sound server, which run, freeze and end together.
struct ServerProcesses: Sendable {
  /// A program of it, and the socket it makes for the ones behind it.
  struct Command {
    let arguments: [String]
    var socketPath: String?
  }

  private let children: [ChildProcess]

  /// Starts them in this order, each when the one before it has its socket.
  init(_ commands: [Command], environment: [String: String?]) throws(HarnessError) {
    var children: [ChildProcess] = []
    for command in commands {
      if let path = command.socketPath { try? FileManager.default.removeItem(atPath: path) }
      let child = try ChildProcess(command.arguments, environment: environment)
      children.append(child)
      guard let path = command.socketPath else { continue }
      _ = poll(limit: .seconds(10)) { child.exitStatus != nil || FileManager.default.fileExists(atPath: path) }
    }
    self.children = children
  }

  /// Whether one of them is gone, and with it the server.
  var hasEnded: Bool { children.contains { $0.exitStatus != nil } }

  /// Ends them, the last one first.
  func end() {
    children.reversed().forEach { $0.end() }
  }

  /// Ends them without letting them clean up, the last one first, for that is the one programs see.
  func kill() {
    children.reversed().forEach { $0.kill() }
  }

  /// Stops them in their tracks, or lets them go on.
  func setFrozen(_ isFrozen: Bool) {
    children.forEach { $0.setFrozen(isFrozen) }
  }
}
