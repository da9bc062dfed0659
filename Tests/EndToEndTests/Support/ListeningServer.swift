import Foundation
import Glibc
import Synchronization

/// A server on loopback that keeps every byte it is sent and answers each connection as it is told, once.
final class ListeningServer: Sendable {
  /// What to answer to a request, byte for byte; nil closes the connection without a word.
  typealias Answer = @Sendable (_ request: String) -> [UInt8]?

  let port: UInt16
  private let listener: Int32
  private let log = Mutex<[String]>([])

  init(answer: @escaping Answer) throws {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let code = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        guard unsafe bind(listener, generic, length) == 0, listen(listener, 16) == 0 else { return Int32(-1) }
        return unsafe getsockname(listener, generic, &length)
      }
    }
    guard code == 0 else { throw POSIXError(.EADDRNOTAVAIL) }
    self.listener = listener
    port = UInt16(bigEndian: address.sin_port)
    Thread.detachNewThread { [weak self] in
      while case let connection = accept(listener, nil, nil), connection >= 0 {
        guard let self else { break }
        Thread.detachNewThread { self.serve(connection, answer) }
      }
      close(listener)
    }
  }

  deinit { shutdown(listener, Int32(SHUT_RDWR)) }

  /// Its address, under another name of this machine if need be.
  func url(_ path: String = "", host: String = "127.0.0.1") -> String { "http://\(host):\(port)\(path)" }

  /// All that has come, connection by connection, as it came.
  var requests: [String] { log.withLock { $0 } }

  private func serve(_ connection: Int32, _ answer: Answer) {
    defer { close(connection) }
    var limit = timeval(tv_sec: 20, tv_usec: 0)
    unsafe setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    let index = log.withLock { log in
      log.append("")
      return log.count - 1
    }
    var text = ""
    while !text.isWholeRequest, let piece = Self.receive(connection) {
      text += piece
      log.withLock { [text] in $0[index] = text }
    }
    var rest = answer(text)?[...] ?? []
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes {
        unsafe send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  private static func receive(_ connection: Int32) -> String? {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = unsafe recv(connection, &buffer, buffer.count, 0)
    return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
  }
}

extension String {
  fileprivate var isWholeRequest: Bool {
    guard let end = range(of: "\r\n\r\n") else { return false }
    let length = range(of: "Content-Length: ").flatMap { Int(self[$0.upperBound...].prefix { $0.isNumber }) } ?? 0
    return self[end.upperBound...].utf8.count >= length
  }
}

/// A whole HTTP/1.1 answer after which the connection closes.
func answer(_ status: Int, _ fields: [String: String] = [:], _ body: [UInt8] = []) -> [UInt8] {
  let lines = fields.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)\r\n" }.joined()
  let head = "HTTP/1.1 \(status) X\r\n\(lines)Content-Length: \(body.count)\r\nConnection: close\r\n\r\n"
  return Array(head.utf8) + body
}

/// The same with JSON in it.
func answer(_ status: Int, json: String) -> [UInt8] {
  answer(status, ["Content-Type": "application/json"], Array(json.utf8))
}
