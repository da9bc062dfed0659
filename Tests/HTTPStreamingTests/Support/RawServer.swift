import Foundation
import Glibc
import Synchronization

/// A gate that one thread opens and another waits at.
final class Gate: Sendable {
  private let semaphore = DispatchSemaphore(value: 0)

  func open() { semaphore.signal() }

  /// Whether the gate opened before the hang guard ran out.
  @discardableResult
  func wait() -> Bool { semaphore.wait(timeout: .now() + 20) == .success }
}

/// A server on loopback that does to each connection exactly what its script says, byte for byte.
final class RawServer: Sendable {
  enum Step: Sendable {
    /// Reads one request, its body included.
    case readRequest
    /// Reads up to the blank line behind a head, and what came with it.
    case readHead
    /// Reads so many bytes and takes them for a request.
    case readBytes(Int)
    case send([UInt8])
    case wait(Gate)
    case pause(milliseconds: UInt32)
    /// Passes bytes on to a port of this machine and back, until one side closes.
    case relay(to: UInt16)
    case open(Gate)
    /// Refuses further connections.
    case stopListening
    /// Waits until the client has closed the connection.
    case awaitClose
    /// Closes with RST. A script that just ends closes properly.
    case reset

    static func send(_ text: String) -> Step { .send(Array(text.utf8)) }
  }

  private struct Log {
    var isListening = true
    var acceptCount = 0
    var requests: [String] = []
  }

  let port: UInt16
  private let listener: Int32
  private let log = Mutex(Log())

  /// Starts listening. The n-th connection gets the n-th script; further ones are closed at once.
  init(_ scripts: [Step]...) throws {
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listener = listener
    let code = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        guard unsafe bind(listener, generic, length) == 0, listen(listener, 16) == 0 else { return Int32(-1) }
        return unsafe getsockname(listener, generic, &length)
      }
    }
    guard code == 0 else { throw POSIXError(.EADDRNOTAVAIL) }
    port = UInt16(bigEndian: address.sin_port)
    Thread.detachNewThread { [weak self] in
      for index in 0... {
        let connection = accept(listener, nil, nil)
        guard connection >= 0, let self else { break }
        self.log.withLock { $0.acceptCount += 1 }
        guard index < scripts.count else {
          close(connection)
          continue
        }
        Thread.detachNewThread { self.serve(connection, scripts[index]) }
      }
      close(listener)
    }
  }

  deinit { stopListening() }

  func url(_ path: String = "/", scheme: String = "http") -> String { "\(scheme)://127.0.0.1:\(port)\(path)" }

  var acceptCount: Int { log.withLock(\.acceptCount) }

  var requests: [String] { log.withLock(\.requests) }

  /// Once: the thread that accepts then closes the listener, whose number may soon be another's.
  private func stopListening() {
    let wasListening = log.withLock { log in
      defer { log.isListening = false }
      return log.isListening
    }
    if wasListening { shutdown(listener, Int32(SHUT_RDWR)) }
  }

  private func serve(_ connection: Int32, _ script: [Step]) {
    defer { close(connection) }
    var guardTime = timeval(tv_sec: 20, tv_usec: 0)
    unsafe setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &guardTime, socklen_t(MemoryLayout<timeval>.size))
    for step in script {
      switch step {
      case .readRequest: readRequest(connection)
      case .readBytes(let count): read(connection, count)
      case .readHead: readRequest(connection, headOnly: true)
      case .send(let bytes): send(bytes, to: connection)
      case .wait(let gate): gate.wait()
      case .pause(let milliseconds): usleep(milliseconds * 1000)
      case .relay(let port): relay(connection, to: port)
      case .open(let gate): gate.open()
      case .stopListening: stopListening()
      case .awaitClose: while receive(connection) != nil {}
      case .reset:
        var linger = linger(l_onoff: 1, l_linger: 0)
        unsafe setsockopt(connection, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
      }
    }
  }

  private func readRequest(_ connection: Int32, headOnly: Bool = false) {
    var text = ""
    while true {
      if let end = text.range(of: "\r\n\r\n") {
        let length =
          text.range(of: "Content-Length: ").flatMap { Int(text[$0.upperBound...].prefix { $0.isNumber }) } ?? 0
        if headOnly || text[end.upperBound...].utf8.count >= length { break }
      }
      guard let bytes = receive(connection) else { return }
      text += String(decoding: bytes, as: UTF8.self)
    }
    log.withLock { $0.requests.append(text) }
  }

  private func read(_ connection: Int32, _ count: Int) {
    var text = ""
    while text.utf8.count < count, let bytes = receive(connection) { text += String(decoding: bytes, as: UTF8.self) }
    log.withLock { $0.requests.append(text) }
  }

  private func relay(_ connection: Int32, to port: UInt16) {
    guard let other = connectedSocket(to: port) else { return }
    let back = Thread {
      while let bytes = self.receive(other) { self.send(bytes, to: connection) }
      shutdown(connection, Int32(SHUT_RDWR))
    }
    back.start()
    while let bytes = receive(connection) { send(bytes, to: other) }
    close(other)
  }

  private func receive(_ connection: Int32) -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = unsafe recv(connection, &buffer, buffer.count, 0)
    return count > 0 ? Array(buffer[..<count]) : nil
  }

  private func send(_ bytes: [UInt8], to connection: Int32) {
    var sent = 0
    while sent < bytes.count {
      let count = unsafe bytes[sent...].withUnsafeBytes {
        unsafe Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return }
      sent += count
    }
  }
}

/// Bytes in which every place looks different, so that loss, doubling and reordering all show.
func testBytes(_ count: Int) -> [UInt8] {
  var state: UInt32 = 1
  return (0..<count).map { _ in
    state = state &* 1_664_525 &+ 1_013_904_223
    return UInt8(truncatingIfNeeded: state >> 24)
  }
}

/// One chunk of the chunked transfer coding; an empty one ends the body.
func chunk(_ bytes: [UInt8]) -> [UInt8] {
  Array("\(String(bytes.count, radix: 16))\r\n".utf8) + bytes + Array("\r\n".utf8)
}

/// A connection to a port of this machine; nil when nobody listens there.
func connectedSocket(to port: UInt16) -> Int32? {
  let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
  address.sin_port = port.bigEndian
  let isConnected = unsafe withUnsafePointer(to: &address) { pointer in
    unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
      unsafe connect(descriptor, generic, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
    }
  }
  if isConnected { return descriptor }
  close(descriptor)
  return nil
}

/// This process's own ends of connections to a port of this machine.
func connections(to port: UInt16) -> [Int32] { (3..<1024).filter { peerPort(of: $0) == port } }

private func peerPort(of descriptor: Int32) -> UInt16? {
  var address = sockaddr_in()
  var length = socklen_t(MemoryLayout<sockaddr_in>.size)
  let result = unsafe withUnsafeMutablePointer(to: &address) {
    unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe getpeername(descriptor, $0, &length) }
  }
  return result == 0 && address.sin_family == AF_INET ? UInt16(bigEndian: address.sin_port) : nil
}

/// Returns when the other side has closed a connection on which nothing is left to be read, or the hang guard runs out.
func awaitEnd(of connection: Int32) async {
  await offPool {
    var entry = pollfd(fd: connection, events: Int16(POLLIN), revents: 0)
    while unsafe poll(&entry, 1, 20_000) < 0, errno == EINTR {}
  }
}
