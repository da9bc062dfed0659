import AudioTypes

extension PulseOutput {
  /// Asks a server for its sinks, over a connection of its own.
  ///
  /// Blocks the calling thread, any but the audio thread, for at most `limit`.
  /// - Parameters:
  ///   - server: the server, as `PulseConfiguration.server`.
  ///   - limit: how long connecting and asking may take together.
  /// - Returns: all sinks, in the server's order.
  /// - Throws: `.noServer`, `.accessDenied`, `.connectTimeout` or what else ends a connection.
  public static func devices(
    server: String? = nil, limit: Duration = .seconds(5)
  ) throws(PulseError) -> [PulseDevice] {
    let deadline = MonotonicInstant.now.advanced(by: limit)
    let connection = try PulseConnection(PulseConfiguration(server: server), PulseWaker())
    while try !connection.isReady() {
      try connection.wait(until: deadline)
    }
    let sinks = try SinkQuery(on: connection)
    let defaultSink = try DefaultSinkQuery(on: connection)
    while true {
      if var devices = sinks.devices, defaultSink.answer.isComplete {
        for index in devices.indices {
          devices[index].isDefault = devices[index].name == defaultSink.answer.name
        }
        return devices
      }
      _ = try connection.isReady()
      try connection.wait(until: deadline)
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

  fileprivate func wait(until deadline: MonotonicInstant) throws(PulseError) {
    guard MonotonicInstant.now < deadline else { throw .connectTimeout }
    try iterate(until: deadline)
  }
}
