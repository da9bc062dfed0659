/// What a simulator is for as long as it runs; what it does with each request is a `Scenario`.
public struct SimulatorConfiguration: Sendable {
  /// The certificate and key of an HTTPS simulator.
  public struct TLS: Sendable {
    /// Path of the PEM file with the certificate chain.
    public var certificatePath: String
    /// Path of the PEM file with the private key.
    public var keyPath: String

    /// Names the two PEM files; they are read when the simulator starts.
    public init(certificatePath: String, keyPath: String) {
      self.certificatePath = certificatePath
      self.keyPath = keyPath
    }
  }

  /// TCP port on 127.0.0.1; 0 takes any free one.
  public var port = 0
  /// Port of the control server, or nil for none; 0 takes any free one.
  public var controlPort: Int?
  /// The values of `xi-api-key` that are let in.
  public var keys = ["brz_test"]
  /// Present: HTTPS. Absent: plain HTTP.
  public var tls: TLS?
  /// Texts of more characters are refused with 422; it bounds the memory of one request.
  public var maximumTextLength = 10_000

  /// The defaults: any free port, no control server, the key `brz_test`, plain HTTP.
  public init() {}
}
