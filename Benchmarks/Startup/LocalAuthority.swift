import Foundation
import PulseHarness

/// A certificate for this machine's loopback, and a directory of trusted certificates that holds it beside the system's
/// own, as a machine holds them that has been told to trust it.
final class LocalAuthority {
  let certificatePath: String
  let keyPath: String
  private let folder: TemporaryFolder

  private static let systemDirectory = "/etc/ssl/certs"

  init() throws {
    folder = try TemporaryFolder()
    (certificatePath, keyPath) = (folder.path("certificate.pem"), folder.path("key.pem"))
    _ = try Self.openssl(
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
      "/CN=gust-bench", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", keyPath, "-out", certificatePath)
    let hash = try Self.openssl("x509", "-hash", "-noout", "-in", certificatePath).filter { !$0.isWhitespace }
    let files = FileManager.default
    try files.createDirectory(atPath: directory, withIntermediateDirectories: true)
    for name in (try? files.contentsOfDirectory(atPath: Self.systemDirectory)) ?? []
    where name.contains(/^[0-9a-f]{8}\.\d+$/) {
      try files.createSymbolicLink(
        atPath: "\(directory)/\(name)", withDestinationPath: "\(Self.systemDirectory)/\(name)")
    }
    try files.createSymbolicLink(atPath: "\(directory)/\(hash).0", withDestinationPath: certificatePath)
  }

  /// Makes programs trust the directory: curl and Gust alike.
  var environment: [String: String?] { ["SSL_CERT_DIR": directory, "SSL_CERT_FILE": nil, "CURL_CA_BUNDLE": nil] }

  private var directory: String { folder.path("trusted") }

  private static func openssl(_ arguments: String...) throws -> String {
    let result = try ProgramRun("openssl", arguments).wait()
    guard result.ending == .exit(0) else { throw BenchError("openssl: \(result.error)") }
    return String(decoding: result.output, as: UTF8.self)
  }
}
