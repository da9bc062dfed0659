import AudioTypes
import FoundationEssentials
import Gust
import PulseHarness

/// A sink to play into, and somebody who hears when it began to sound.
protocol Stage {
  var server: PrivatePulseServer { get }

  /// Lets somebody play, and returns what the monitor had of it.
  func listen(during play: () async throws -> Void) async throws -> Listened
}

/// What one run sounded like.
struct Listened {
  let format: AudioFormat
  /// Nil when nothing was audible.
  let hearing: Hearing?
  /// When the first audible frame sounded.
  let heardAt: MonotonicInstant?
}

/// A sink kept awake by another stream, in blocks of a millisecond or two. The recorder is a new one for each run, so that
/// nothing long has to be kept.
struct WarmStage: Stage {
  let server: PrivatePulseServer
  private let silence: KeepAwakeStream

  init(_ soundServer: SoundServerProgram) async throws {
    server = try PrivatePulseServer(sinks: [Rig.sink], program: soundServer)
    silence = try KeepAwakeStream(server: server, sink: Rig.sink.name)
    try await Task.sleep(for: .seconds(5))
  }

  func listen(during play: () async throws -> Void) async throws -> Listened {
    let recorder = try MonitorRecorder(server: server, sink: Rig.sink.name, format: Rig.sink.format)
    // Whatever ended before has left the sink by then, and the next run begins at another point of its period.
    try await Rig.pause()
    let start = recorder.frameCount
    try await play()
    try await Task.sleep(for: .milliseconds(150))
    let take = Take(recording: recorder.stop(), start: start)
    return Listened(format: take.recording.format, hearing: Hearing(take), heardAt: take.firstAudibleAt)
  }
}
