import AudioTypes
import BreezeSimulator
import PulseHarness

/// Something that happens to the sound server or its sink in the middle of a word.
enum SoundFault: Sendable {
  case restart, unload, suspend, freeze, move

  /// PipeWire has no suspended sink to wait for: whoever suspends one while it plays lets the stream play into nothing, and
  /// nobody is told.
  var isForPulseAudioOnly: Bool { self == .suspend && SoundServerProgram.isPipeWireChosen }

  /// What the recorder had not read yet goes with a server that is killed: more on a busy machine, and with PipeWire.
  /// It is less than the 200 ms that PulseAudio holds of our stream, which have to be heard all the same.
  static let lostWithServer = Duration.milliseconds(SoundServerProgram.isPipeWireChosen ? 200 : 150)
  /// PipeWire makes up for all the time it was frozen at once, and most of what it held and gets meanwhile is lost in that (1.1 s
  /// were seen); PulseAudio plays it.
  static let lostInThaw = Duration.milliseconds(SoundServerProgram.isPipeWireChosen ? 3000 : 0)

  /// Two of PipeWire's blocks, where tests say how long those are.
  static let blocks: Int =
    if case .pipeWire(let quantum?) = try? SoundServerProgram.chosen() { 2 * quantum.rawValue } else { 0 }

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
