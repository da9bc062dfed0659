import AudioTypes
import BreezeSimulator
import Glibc
import Gust
import PulseHarness

/// What everything is measured with: a sound server of our own, a recorder at the monitor of its sink, and the simulator.
final class Rig {
  static let sink = PrivatePulseServer.Sink(name: "bench", format: .speech, isBitExact: false)
  static let voice = BreezeSimulator.defaultVoice
  static let text = "The quick brown fox jumps over the lazy dog."

  let programs: Programs
  let server: PrivatePulseServer
  let simulator: SimulatorProcess
  /// In which the programs find each other, and nobody else's.
  private let runtime: TemporaryFolder
  private let silence: KeepAwakeStream
  private let recorder: MonitorRecorder

  /// Starts all of it, and waits until the sink has left its two-second blocks (see `KeepAwakeStream`).
  init(_ programs: Programs) async throws {
    self.programs = programs
    runtime = try TemporaryFolder()
    server = try PrivatePulseServer(sinks: [Self.sink], program: programs.soundServer)
    silence = try KeepAwakeStream(server: server, sink: Self.sink.name)
    simulator = try SimulatorProcess(programs.simulator)
    recorder = try MonitorRecorder(server: server, sink: Self.sink.name, format: Self.sink.format)
    try await Task.sleep(for: .seconds(5))
  }

  /// The service as the simulator answers it.
  func service() throws -> SpeechService {
    SpeechService(endpoint: try ServiceEndpoint(simulator.baseURL), key: try APIKey(SimulatorProcess.key))
  }

  /// What a program needs in its environment to play here.
  var environment: [String: String?] { environment(for: simulator) }

  /// What it needs to play what another simulator sends.
  func environment(for simulator: SimulatorProcess) -> [String: String?] {
    simulator.environment.merging(
      ["PULSE_SERVER": server.serverAddress, "PULSE_SINK": nil, "XDG_RUNTIME_DIR": runtime.path("")]
    ) { $1 }
  }

  /// How much has come out of the monitor.
  var position: FrameCount { recorder.frameCount }

  /// What has come out of the monitor since `start`, and what comes in the next 100 ms.
  func take(since start: FrameCount) throws -> Take {
    try recorder.waitUntil(frameCount: position + Self.frames(.milliseconds(100)), limit: .seconds(5))
    return Take(recording: recorder.recording, start: start)
  }

  /// Returns when `duration` has come out of the monitor since the first audible frame after `start`.
  func waitForSound(of duration: Duration, since start: FrameCount) throws {
    try recorder.waitUntil(limit: .seconds(10)) { recording in
      let heard = Take(recording: recording, start: start)
      return heard.firstAudible.map { recording.frameCount - $0 >= Self.frames(duration) } ?? false
    }
  }

  /// Lets the sink fall silent, and the next run begin at another point of its period.
  static func pause() async throws {
    try await Task.sleep(for: .milliseconds(200) + .microseconds(.random(in: 0..<20_000)))
  }

  private static func frames(_ duration: Duration) -> FrameCount { sink.format.frameCount(in: duration) }
}
