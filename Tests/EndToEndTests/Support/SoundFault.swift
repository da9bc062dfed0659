import BreezeSimulator
import PulseHarness

/// Something that happens to the sound server or its sink in the middle of a word.
enum SoundFault: Sendable {
  case restart, unload, suspend, freeze, move

  /// Brings it about on a stage with the sinks `speech` and `other`.
  ///
  /// - Returns: the recorder that hears the rest, where that is another.
  func strike(_ stage: Stage, _ recorder: MonitorRecorder) async throws -> MonitorRecorder? {
    switch self {
    case .restart:
      return try await offPool {
        stage.server.killHard()
        try stage.server.restart()
        return try MonitorRecorder(server: stage.server, sink: "speech")
      }
    case .unload, .move:
      let other = try await offPool { try MonitorRecorder(server: stage.server, sink: "other") }
      try await offPool {
        if self == .unload { try stage.server.removeSink("speech") } else { try stage.server.moveStreams(to: "other") }
      }
      return other
    case .suspend:
      try await offPool { try stage.server.setSuspended(true, sink: "speech") }
      try await Task.sleep(for: .seconds(1))
      try await offPool { try stage.server.setSuspended(false, sink: "speech") }
    case .freeze:
      stage.server.setFrozen(true)
      try await Task.sleep(for: .seconds(3))
      stage.server.setFrozen(false)
    }
    return nil
  }
}
