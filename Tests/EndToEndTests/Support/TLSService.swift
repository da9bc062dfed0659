import BreezeSimulator
import PulseHarness
import Testing

/// The service over TLS, with a certificate that nobody trusts who is not told of it. Its files go with it.
struct TLSService {
  let simulator: BreezeSimulator
  /// The path of the certificate.
  let certificate: String
  private let scratch: TemporaryFolder

  init() async throws {
    let scratch = try TemporaryFolder()
    let files = try await offPool { try makeCertificate(in: scratch) }
    var configuration = SimulatorConfiguration()
    configuration.keys = [Stage.key]
    configuration.tls = .init(certificatePath: files.certificate, keyPath: files.key)
    simulator = try BreezeSimulator(configuration: configuration)
    certificate = files.certificate
    self.scratch = scratch
  }

  /// With which a program finds it, and trusts it.
  var environment: [String: String?] { ["BREEZE_BASE_URL": simulator.baseURL, "SSL_CERT_FILE": certificate] }
}

/// A self-signed certificate for this machine, and its key.
private func makeCertificate(in scratch: TemporaryFolder) throws -> (certificate: String, key: String) {
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
