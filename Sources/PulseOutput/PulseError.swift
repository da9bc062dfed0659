import CPulse
import Glibc

/// Why the sound server cannot be used, or no longer.
public enum PulseError: Error, Equatable, Sendable {
  /// Nothing answers at the address; nil is the default address.
  case noServer(address: String?)
  /// The server refuses this client.
  case accessDenied
  /// The server has no sink of that name.
  case unknownDevice(String)
  /// The server has no sink to play on at all.
  case noDevice
  /// The server did not answer within `PulseConfiguration.connectLimit`.
  case connectTimeout
  /// The server ended or closed the connection.
  case connectionLost
  /// The sink went away and the server moved the stream nowhere else. The connection lives: open another stream.
  case deviceGone
  /// There is no open stream yet, or no longer.
  case notReady
  /// libpulse is not there, or not to be used; the text is that of dlerror(3).
  case libraryMissing(String)
  /// The operating system refused what is needed to wait for events; the value is `errno`.
  case system(errno: Int32)
  /// Any other error libpulse reports: a `PA_ERR_` code and `pa_strerror` of it.
  case library(code: Int32, text: String)

  /// The error in a sentence for people.
  public var message: String {
    switch self {
    case .noServer(let address?): "No sound server answers at \(address)."
    case .noServer(nil): "No sound server is running."
    case .accessDenied: "The sound server refused access."
    case .unknownDevice(let name): "The sound server has no output device named “\(name)”."
    case .noDevice: "The sound server has no output device."
    case .connectTimeout: "The sound server did not answer in time."
    case .connectionLost: "The connection to the sound server was lost."
    case .deviceGone: "The output device went away."
    case .notReady: "The audio stream is not open."
    case .libraryMissing(let reason): "The library of PulseAudio cannot be loaded (\(reason))."
    case .system(let errno): unsafe "Waiting for sound events is impossible: \(String(cString: strerror(errno)))."
    case .library(_, let text): "The sound server reported an error: \(text)."
    }
  }
}

extension PulseError {
  /// The error for a `PA_ERR_` code, where `address` and `device` are what was asked for.
  init(code: Int32, address: String? = nil, device: String? = nil) {
    self =
      switch pa_error_code(UInt32(bitPattern: code)) {
      case PA_ERR_CONNECTIONREFUSED, PA_ERR_INVALIDSERVER: .noServer(address: address)
      case PA_ERR_ACCESS, PA_ERR_AUTHKEY: .accessDenied
      case PA_ERR_NOENTITY: device.map(PulseError.unknownDevice) ?? .noDevice
      case PA_ERR_TIMEOUT: .connectTimeout
      case PA_ERR_CONNECTIONTERMINATED: .connectionLost
      case PA_ERR_KILLED: .deviceGone
      default: unsafe .library(code: code, text: String(cString: pa_strerror(code)))
      }
  }
}
