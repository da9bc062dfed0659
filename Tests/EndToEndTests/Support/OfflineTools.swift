import Foundation
import PulseHarness
import Testing

/// Decodes a whole stream with the command `mpg123`.
func decodeOffline(_ mp3: [UInt8]) throws -> [Int16] {
  let run = try ProgramRun("mpg123", ["-q", "-s", "-"], input: mp3)
  let result = try run.wait()
  try #require(result.ending == .exit(0), "\(result.error)")
  return stride(from: 0, to: result.output.count - 1, by: 2).map {
    Int16(bitPattern: UInt16(result.output[$0 + 1]) << 8 | UInt16(result.output[$0]))
  }
}

/// A self-signed certificate for this machine, and its key.
func makeCertificate(in scratch: Scratch) throws -> (certificate: String, key: String) {
  let (certificate, key) = (scratch.path("certificate.pem"), scratch.path("key.pem"))
  let run = try ProgramRun(
    "openssl",
    [
      "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
      "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", key, "-out", certificate,
    ])
  let result = try run.wait()
  try #require(result.ending == .exit(0), "\(result.error)")
  return (certificate, key)
}

/// The arguments of a running program, as everybody on the machine can read them.
func commandLine(of process: Int32) throws -> String {
  String(decoding: try Data(contentsOf: URL(filePath: "/proc/\(process)/cmdline")), as: UTF8.self)
}
