import Glibc

/// An HTTP client that sees what is on the wire: one request, one connection, blocking, 20 s at most.
struct RawClient {
  struct Response {
    enum Ending: Equatable { case closed, reset, timedOut }

    var status = 0
    var headers: [String: String] = [:]
    /// The payload of each HTTP chunk, or one element when there is no chunking.
    var chunks: [[UInt8]] = []
    /// The last chunk, or as many bytes as `Content-Length` says, had arrived.
    var isComplete = false
    var ending = Ending.closed

    var body: [UInt8] { chunks.flatMap { $0 } }
    var text: String { String(decoding: body, as: UTF8.self) }
  }

  let port: Int
  var key: String? = "brz_test"

  func get(_ target: String) -> Response { send("GET", target, nil, type: nil) }

  func post(
    _ target: String, _ body: String, type: String? = "application/json", onFirstBytes: () -> Void = {}
  ) -> Response {
    send("POST", target, body, type: type, onFirstBytes: onFirstBytes)
  }

  /// A stream of the default voice.
  func stream(_ text: String, format: String? = nil, onFirstBytes: () -> Void = {}) -> Response {
    let query = format.map { "?output_format=\($0)" } ?? ""
    return post(
      "/v1/text-to-speech/voc_xeh3w54cqvnp/stream\(query)", #"{"text":"\#(text)"}"#, onFirstBytes: onFirstBytes)
  }

  func send(
    _ method: String, _ target: String, _ body: String?, type: String?, onFirstBytes: () -> Void = {}
  ) -> Response {
    var head = "\(method) \(target) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n"
    if let key { head += "xi-api-key: \(key)\r\n" }
    if let type { head += "Content-Type: \(type)\r\n" }
    if let body { head += "Content-Length: \(body.utf8.count)\r\n" }
    let (bytes, ending) = exchange(Array((head + "\r\n" + (body ?? "")).utf8), onFirstBytes)
    return parse(bytes, ending)
  }

  /// Sends `request` and leaves at once after the first bytes of the answer.
  func leaveAfterFirstBytes(of request: [UInt8]) {
    let socket = connectedSocket()
    _ = unsafe Glibc.send(socket, request, request.count, Int32(MSG_NOSIGNAL))
    var buffer = [UInt8](repeating: 0, count: 64)
    _ = unsafe recv(socket, &buffer, buffer.count, 0)
    close(socket)
  }

  private func connectedSocket() -> Int32 {
    let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var limit = timeval(tv_sec: 20, tv_usec: 0)
    _ = unsafe setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    _ = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    return socket
  }

  private func exchange(_ request: [UInt8], _ onFirstBytes: () -> Void) -> ([UInt8], Response.Ending) {
    let socket = connectedSocket()
    defer { close(socket) }
    _ = unsafe Glibc.send(socket, request, request.count, Int32(MSG_NOSIGNAL))
    var received: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = unsafe recv(socket, &buffer, buffer.count, 0)
      if count == 0 { return (received, .closed) }
      if count < 0 { return (received, errno == ECONNRESET ? .reset : .timedOut) }
      if received.isEmpty { onFirstBytes() }
      received += buffer[..<count]
    }
  }

  private func parse(_ bytes: [UInt8], _ ending: Response.Ending) -> Response {
    var response = Response()
    response.ending = ending
    guard let (head, start) = Self.head(of: bytes) else { return response }
    let lines = head.components(separatedBy: "\r\n")
    response.status = Int(lines[0].split(separator: " ").dropFirst().first ?? "") ?? 0
    for line in lines.dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { continue }
      response.headers[parts[0].lowercased()] = String(parts[1].drop { $0 == " " })
    }
    let rest = bytes[start...]
    if response.headers["transfer-encoding"] == "chunked" {
      Self.dechunk(rest, into: &response)
    } else {
      response.chunks = [Array(rest)]
      response.isComplete = response.headers["content-length"].flatMap(Int.init) == rest.count
    }
    return response
  }

  private static func head(of bytes: [UInt8]) -> (String, Int)? {
    let end = Array("\r\n\r\n".utf8)
    guard bytes.count >= 4, let index = (0...bytes.count - 4).first(where: { Array(bytes[$0..<$0 + 4]) == end }) else {
      return nil
    }
    return (String(decoding: bytes[..<index], as: UTF8.self), index + 4)
  }

  private static func dechunk(_ bytes: ArraySlice<UInt8>, into response: inout Response) {
    var rest = bytes
    while let newline = rest.firstIndex(of: 0x0A) {
      let line = String(decoding: rest[..<newline], as: UTF8.self).filter { $0 != "\r" && $0 != "\r\n" }
      guard let size = Int(line, radix: 16) else { return }
      if size == 0 {
        response.isComplete = true
        return
      }
      let data = rest[(newline + 1)...].prefix(size)
      response.chunks.append(Array(data))
      rest = rest[(newline + 1)...].dropFirst(size + 2)
    }
  }
}

extension String {
  fileprivate func components(separatedBy separator: String) -> [String] {
    var parts: [String] = []
    var rest = self[...]
    while let range = rest.firstRange(of: separator) {
      parts.append(String(rest[..<range.lowerBound]))
      rest = rest[range.upperBound...]
    }
    return parts + [String(rest)]
  }
}
