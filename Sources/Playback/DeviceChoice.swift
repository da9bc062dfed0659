import AudioTypes
import PulseOutput

/// On which sink the next stream is to be opened, when one has been lost.
struct DeviceChoice {
  /// What the listener chose, at the start or by moving the stream; nil takes the server's default.
  private let wanted: String?
  /// From when on the server's default will do; nil while the wanted one is not known to be missing.
  private var substituteFrom: MonotonicInstant?

  /// A server that has just been started finds its devices one by one.
  private static let grace = Duration.seconds(1)

  init(_ wanted: String?) {
    self.wanted = wanted
  }

  /// The sink to ask for.
  func name(at instant: MonotonicInstant) -> String? {
    substituteFrom.map { $0 <= instant } ?? false ? PulseConfiguration.defaultDevice : wanted
  }

  /// A stream stands.
  mutating func noteFound() {
    substituteFrom = nil
  }

  /// A stream was lost, or could not be opened.
  mutating func noteFailure(_ error: PulseError, at instant: MonotonicInstant) {
    switch error {
    case .deviceGone: substituteFrom = instant
    case .unknownDevice: substituteFrom = substituteFrom ?? instant.advanced(by: Self.grace)
    default: break
    }
  }
}
