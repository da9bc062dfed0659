/// Why the simulator could not be started or was told something it cannot do.
public enum SimulatorError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The port could not be bound on 127.0.0.1; `reason` is the system's word for it.
  case cannotListen(port: Int, reason: String)
  /// A certificate or key file could not be read, or the TLS library refused its contents.
  case badCertificate(path: String)
  /// espeak-ng could not be started: its data files are missing.
  case speechUnavailable
  /// LAME refused its settings or failed while encoding.
  case encodingFailed
  /// A scenario's JSON does not follow the format; `reason` names the field.
  case badScenario(reason: String)
  /// A file that a scenario names cannot be read, or is too large.
  case badFile(path: String)
  /// No voice has this id.
  case unknownVoice(String)

  /// One sentence for people.
  public var description: String {
    switch self {
    case .cannotListen(let port, let reason): "cannot listen on 127.0.0.1:\(port): \(reason)"
    case .badCertificate(let path): "no usable PEM file at \(path)"
    case .speechUnavailable: "espeak-ng did not start: is the package espeak-ng-data installed?"
    case .encodingFailed: "LAME did not encode the speech"
    case .badScenario(let reason): "scenario: \(reason)"
    case .badFile(let path): "cannot serve the file \(path)"
    case .unknownVoice(let voice): "no voice \(voice)"
    }
  }
}
