import Foundation

/// `openssl s_server` with a fresh self-signed certificate for `localhost`; it answers every GET with a page of its own.
struct TLSServer: Sendable {
  let port: Int
  let certificateFile: String

  var url: String { "https://localhost:\(port)/" }

  /// Runs `body` with a server that ends with it.
  static func run(_ body: (TLSServer) async throws -> Void) async throws {
    let certificate = try TestCertificate()
    defer { certificate.remove() }
    let output = Pipe()
    let process = try OpenSSL.start(
      "s_server", "-accept", "127.0.0.1:0", "-cert", certificate.certificateFile, "-key", certificate.keyFile, "-www",
      output: output)
    // SIGKILL because the child inherits a mask that blocks SIGTERM from the thread that starts it.
    defer { kill(process.processIdentifier, SIGKILL) }
    try await body(
      TLSServer(port: try readPort(output.fileHandleForReading), certificateFile: certificate.certificateFile))
  }

  /// Port 0 lets the system choose; the server says which one it got: `ACCEPT 127.0.0.1:43210`.
  private static func readPort(_ output: FileHandle) throws -> Int {
    var text = ""
    while true {
      let data = output.availableData
      guard !data.isEmpty else { throw CocoaError(.executableLoad) }
      text += String(decoding: data, as: UTF8.self)
      let line = text.split(separator: "\n").first { $0.hasPrefix("ACCEPT ") }
      if text.hasSuffix("\n"), let port = line?.split(separator: ":").last.flatMap({ Int($0) }) { return port }
    }
  }
}
