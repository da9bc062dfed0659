import Foundation

/// A fresh self-signed certificate for `localhost` and `gust.test`, and its key, in a folder of their own.
struct TestCertificate: Sendable {
  let certificateFile: String
  let keyFile: String
  private let directory: URL

  init() throws {
    directory = FileManager.default.temporaryDirectory.appending(path: "gust-tls-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    certificateFile = directory.appending(path: "certificate.pem").path
    keyFile = directory.appending(path: "key.pem").path
    try OpenSSL.start(
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
      "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,DNS:gust.test", "-keyout", keyFile, "-out",
      certificateFile
    ).waitUntilExit()
  }

  func remove() { try? FileManager.default.removeItem(at: directory) }
}

enum OpenSSL {
  static func start(_ arguments: String..., output: Pipe? = nil) throws -> Process {
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
