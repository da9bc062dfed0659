import Foundation
import Glibc

/// `nghttpx` before a `RawServer`: TLS and HTTP/2 towards the client, HTTP/1.1 behind.
struct HTTP2Proxy: Sendable {
  let port: UInt16
  let certificateFile: String

  var url: String { "https://localhost:\(port)/" }

  /// Runs `body` with a proxy that ends with it.
  static func run(before server: RawServer, _ body: (HTTP2Proxy) async throws -> Void) async throws {
    let certificate = try TestCertificate()
    defer { certificate.remove() }
    let port = try unusedPort()
    let process = Process()
    process.executableURL = URL(filePath: "/usr/sbin/nghttpx")
    process.arguments = [
      "--frontend=127.0.0.1,\(port)", "--backend=127.0.0.1,\(server.port)", "--single-process", "--conf=/dev/null",
      "--errorlog-file=/dev/null", "--backend-keep-alive-timeout=1ms", certificate.keyFile, certificate.certificateFile,
    ]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    defer { kill(process.processIdentifier, SIGKILL) }
    try await untilItListens(port)
    try await body(HTTP2Proxy(port: port, certificateFile: certificate.certificateFile))
  }

  /// One that the system has just given out, and taken back.
  private static func unusedPort() throws -> UInt16 { try RawServer().port }

  private static func untilItListens(_ port: UInt16) async throws {
    for _ in 0..<500 {
      if connects(to: port) { return }
      try await Task.sleep(for: .milliseconds(20))
    }
    throw CocoaError(.executableLoad)
  }

  private static func connects(to port: UInt16) -> Bool {
    guard let descriptor = connectedSocket(to: port) else { return false }
    close(descriptor)
    return true
  }
}
