import Foundation

/// `openssl s_server` with a fresh self-signed certificate for `localhost`; it answers every GET with a page of its own.
struct TLSServer: Sendable {
  let port: Int
  let certificateFile: String

  var url: String { "https://localhost:\(port)/" }

  /// Runs `body` with a server that ends with it.
  static func run(_ body: (TLSServer) async throws -> Void) async throws {
    let directory = FileManager.default.temporaryDirectory.appending(path: "gust-tls-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let (certificate, key) = (
      directory.appending(path: "certificate.pem").path, directory.appending(path: "key.pem").path
    )
    try openssl(
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
      "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate
    ).waitUntilExit()
    let output = Pipe()
    let process = try openssl(
      "s_server", "-accept", "127.0.0.1:0", "-cert", certificate, "-key", key, "-www", output: output)
    // SIGKILL because the child inherits a mask that blocks SIGTERM from the thread that starts it.
    defer { kill(process.processIdentifier, SIGKILL) }
    try await body(TLSServer(port: try readPort(output.fileHandleForReading), certificateFile: certificate))
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

  private static func openssl(_ arguments: String..., output: Pipe? = nil) throws -> Process {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/openssl")
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output ?? FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }
}
