import Foundation
import PulseHarness
import SpeechSeat
import Synchronization
import Testing

/// What happened, in its order.
final class Log: Sendable {
  private let state = Mutex<[String]>([])

  var lines: [String] { state.withLock { $0 } }

  func note(_ line: String) { state.withLock { $0.append(line) } }
}

/// Waits until `condition` holds; false when that takes ten seconds.
func eventually(_ condition: @Sendable () -> Bool) async -> Bool {
  for _ in 0..<2000 {
    if condition() { return true }
    try? await Task.sleep(for: .milliseconds(5))
  }
  return condition()
}

/// How many wait for a lock of the file at `path`. Each has a line in /proc/locks: `1: -> OFDLCK ADVISORY  WRITE -1
/// fe:00:1234 0 0`, where 1234 is the file. The device before it is not always the one that `stat` names.
func lockWaits(at path: String) -> Int {
  var status = stat()
  guard unsafe stat(path, &status) == 0, let list = try? String(contentsOfFile: "/proc/locks", encoding: .utf8) else {
    return 0
  }
  let file = ":\(status.st_ino)"
  return list.split(separator: "\n").count { line in
    let fields = line.split(separator: " ")
    return fields.contains("->") && fields.contains("OFDLCK") && fields.contains { $0.hasSuffix(file) }
  }
}

extension SpeechSeat {
  /// Requests come on the seat's own thread, which cannot wait for itself; and a test that blocks may have taken the pool's.
  func closeElsewhere() {
    Thread.detachNewThread { self.close() }
  }
}

/// Leaves a socket that nobody listens at, as a killed process does.
func bindAndForget(_ path: String) throws {
  unsafe try withSocket(path) { descriptor, address, size in unsafe bind(descriptor, address, size) }
}

/// Connects to a socket, sends `text`, and goes away.
func tell(_ path: String, _ text: String) throws {
  unsafe try withSocket(path) { descriptor, address, size in
    guard unsafe connect(descriptor, address, size) == 0 else { return -1 }
    let bytes = Array(text.utf8)
    _ = unsafe send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
    return 0
  }
}

private func withSocket(_ path: String, _ body: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Int32) throws {
  let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
  defer { close(descriptor) }
  var address = sockaddr_un()
  address.sun_family = sa_family_t(AF_UNIX)
  let bytes = Array(path.utf8)
  unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
  let result = unsafe withUnsafePointer(to: &address) { pointer in
    unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      unsafe body(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
    }
  }
  try #require(result == 0)
}
