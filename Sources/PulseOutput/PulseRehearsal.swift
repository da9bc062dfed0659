package import AudioTypes
import Platform

/// What came of opening a stream of sound as for playing, and playing nothing.
package struct PulseRehearsal: Sendable {
  /// The sink that the stream was opened on.
  package let deviceName: String?
  /// The format of the stream.
  package let format: AudioFormat
  /// What the server granted for its buffer.
  package let buffer: PulseBufferAttributes?
  /// From the server's taking a sample to the sample being heard; nil when the server did not say.
  package let sinkLatency: Duration?
  /// From the first call of libpulse, which loads it, until the stream stood.
  package let readyAfter: Duration
}

extension PulseOutput {
  /// Opens a stream as a player would, on a thread like a player's, lets nothing sound, and closes it again.
  ///
  /// It takes at most `PulseConfiguration.connectLimit` for the connection, again for the stream, and once more for the
  /// latency. A suspended sink wakes up.
  ///
  /// - Throws: why a player could not play.
  package static func rehearse(_ configuration: PulseConfiguration) async throws(PulseError) -> PulseRehearsal {
    try await onThreadOfItsOwn(urgency: .sound) { () throws(PulseError) in
      let start = MonotonicInstant.now
      var output = try PulseOutput(configuration)
      try output.iterateUntilReady()
      let readyAfter = start.duration(to: .now)
      return PulseRehearsal(
        deviceName: output.deviceName, format: output.format, buffer: output.grantedBuffer,
        sinkLatency: output.askSinkLatency(within: configuration.connectLimit), readyAfter: readyAfter)
    }
  }

  private mutating func iterateUntilReady() throws(PulseError) {
    while true {
      switch state {
      case .ready: return
      case .failed(let error): throw error
      case .connecting: iterate(until: nil)  // The output has a limit of its own.
      }
    }
  }

  /// Nil when it is not told in time.
  private mutating func askSinkLatency(within limit: Duration) -> Duration? {
    let deadline = MonotonicInstant.now.advanced(by: limit)
    guard (try? askPosition()) != nil else { return nil }
    while position == nil, case .ready = state, .now < deadline { iterate(until: deadline) }
    return position?.sinkLatency
  }
}
