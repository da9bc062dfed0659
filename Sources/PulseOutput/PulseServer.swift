import AudioTypes
import Platform

/// A sound server, as it describes itself.
///
///     for device in try await PulseServer.describe().devices { print(device.name, device.isDefault) }
public struct PulseServer: Equatable, Sendable {
  /// Where it was reached, as libpulse writes it (`unix:/run/user/1000/pulse/native`); nil when libpulse does not say.
  public let address: String?
  /// What it calls itself: `pulseaudio`, or `PulseAudio (on PipeWire 0.3.65)`. **Outside data.**
  public let name: String
  /// Its version. **Outside data.**
  public let version: String
  /// What can be played on, in the server's order. Monitors are sources, and none of these.
  public let devices: [PulseDevice]

  /// Asks a server what it is and which devices it has, over a connection of its own, on a thread of its own.
  ///
  /// - Parameters:
  ///   - address: the server, as `PulseConfiguration.server`.
  ///   - limit: how long connecting and asking may take together. Cancelling the task does not cut that short.
  /// - Throws: `.noServer`, `.accessDenied`, `.connectTimeout`, `.libraryMissing`, or what else ends a connection.
  public static func describe(
    at address: String? = nil, limit: Duration = .seconds(5)
  ) async throws(PulseError) -> PulseServer {
    try await onThreadOfItsOwn { () throws(PulseError) in try describeBlocking(at: address, limit: limit) }
  }

  /// The same, blocking the calling thread, any but the audio thread, for at most `limit`.
  package static func describeBlocking(
    at address: String? = nil, limit: Duration = .seconds(5)
  ) throws(PulseError) -> PulseServer {
    let deadline = MonotonicInstant.now.advanced(by: limit)
    var connection = try PulseConnection(PulseConfiguration(server: address), makeWaker())
    while try !connection.isReady() {
      try connection.wait(until: deadline)
    }
    let sinks = try SinkQuery(on: connection)
    let server = try ServerQuery(on: connection)
    while true {
      if let devices = sinks.devices, server.answer.isComplete {
        return PulseServer(server.answer, devices, address: connection.serverAddress)
      }
      _ = try connection.isReady()
      try connection.wait(until: deadline)
    }
  }

  private init(_ answer: ServerQuery.Answer, _ devices: [PulseDevice], address: String?) {
    self.address = address
    name = answer.name ?? "unknown"
    version = answer.version ?? "unknown"
    self.devices = devices.map { device in
      var device = device
      device.isDefault = device.name == answer.defaultSink
      return device
    }
  }
}

extension PulseConnection {
  fileprivate func isReady() throws(PulseError) -> Bool {
    switch state {
    case .connecting: false
    case .ready: true
    case .failed(let error): throw error
    }
  }

  fileprivate mutating func wait(until deadline: MonotonicInstant) throws(PulseError) {
    guard MonotonicInstant.now < deadline else { throw .connectTimeout }
    try iterate(until: deadline)
  }
}

/// Runs `body`, which waits in libpulse, where it holds up no task.
///
/// - Parameter urgency: see `SystemThread`.
func onThreadOfItsOwn<Answer: Sendable>(
  urgency: ThreadUrgency = .normal, _ body: @escaping @Sendable () throws(PulseError) -> Answer
) async throws(PulseError) -> Answer {
  try await SystemThread.run(name: "gust-pulse", urgency: urgency, orFail: { .system(errno: $0.code) }, body)
}
