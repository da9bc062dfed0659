import AudioTypes
import BreezeSimulator
import Gust
import PulseHarness
import Testing

extension EndToEndTests {
  /// Sound servers and devices that fail in the middle of a word. Each test has a server of its own.
  @Suite struct SoundFaultTests {
    private static let length = 4000.0
    /// What may be lost or heard twice at a seam: a block of the sink and one of the recorder, each of 2 ms, and how far the
    /// server's last report of its position lay back.
    private static let block = AudioFormat.speech.frameCount(in: .milliseconds(20)).rawValue

    private func stage(sinks: [PrivatePulseServer.Sink] = [.init()]) async throws -> Stage {
      try await offPool { try Stage(sinks: sinks) }
    }

    /// Kills the server after `milliseconds` of sound and starts it anew. Whoever records has to begin anew, too.
    private func restart(
      _ stage: Stage, _ recorder: MonitorRecorder, after duration: Duration
    ) async throws -> (heard: Recording, next: MonitorRecorder) {
      try await recorder.waitForSound(duration)
      return try await offPool {
        stage.server.killHard()
        let heard = recorder.stop()
        try stage.server.restart()
        return (heard, try MonitorRecorder(server: stage.server, sink: "speech"))
      }
    }

    /// Expects `second` to go on in `whole` where `first` ended, give or take a block.
    private func expectSeam(_ first: [Int16], _ second: [Int16], _ whole: [Int16]) throws {
      let end = whole.nonzero
      expectPrefix(first, of: end, "before the fault")
      try #require(!second.isEmpty)
      expectSame(second, end.suffix(second.count), "after the fault")
      let missing = end.count - first.count - second.count
      #expect(abs(missing) <= Self.block, "\(missing) samples were lost (heard twice when negative)")
    }

    private func play(
      _ text: String, on stage: Stage, fault: @Sendable @escaping (MonitorRecorder) async throws -> Void
    ) async throws -> (recording: Recording, report: UtteranceReport) {
      let player = try stage.player()
      try await player.prepare()
      let recorder = try await offPool { try MonitorRecorder(server: stage.server, sink: "speech") }
      let utterance = player.speak(.pcm(text))
      try await fault(recorder)
      let report = try await utterance.end()
      try await shutDown(player)
      let recording = try await offPool {
        try recorder.waitUntil(frameCount: recorder.frameCount + FrameCount(4800), limit: .seconds(30))
        return recorder.stop()
      }
      return (recording, report)
    }

    @Test func aServerThatIsKilledAndRestarted() async throws {
      let stage = try await stage()
      defer { stage.close() }
      let scenario = Scenario.noise(Self.length)
      stage.set(scenario)
      let player = try stage.player()
      try await player.prepare()
      let recorder = try await offPool { try MonitorRecorder(server: stage.server, sink: "speech") }
      let utterance = player.speak(.pcm("restart"))
      let (heard, next) = try await restart(stage, recorder, after: .milliseconds(1234))
      let report = try await utterance.end()
      let rest = next.stop()
      try expectSeam(heard.sound, rest.sound, try stage.samples("restart", scenario))
      #expect(report.isFinished, "\(report.outcome)")
      #expect(report.recoveries.map(\.cause) == [.serverLost] && report.recoveryCount == 1)
      #expect(report.stallCount == 0)
      #expect(stage.requests.count == 1)
      try await shutDown(player)
    }

    @Test func aServerThatIsFrozenForThreeSeconds() async throws {
      let stage = try await stage()
      defer { stage.close() }
      let scenario = Scenario.noise(Self.length)
      stage.set(scenario)
      let (recording, report) = try await play("frozen", on: stage) { recorder in
        try await recorder.waitForSound(.milliseconds(1234))
        stage.server.setFrozen(true)
        try await Task.sleep(for: .seconds(3))
        stage.server.setFrozen(false)
      }
      expectSame(recording.sound, try stage.samples("frozen", scenario).nonzero)
      #expect(report.isFinished, "\(report.outcome)")
      #expect(report.recoveries.map(\.cause) == [.serverSilent])
    }

    @Test func aDeviceThatIsSuspendedAndResumed() async throws {
      let stage = try await stage()
      defer { stage.close() }
      let scenario = Scenario.noise(Self.length)
      stage.set(scenario)
      let (recording, report) = try await play("suspended", on: stage) { recorder in
        try await recorder.waitForSound(.milliseconds(1234))
        try await offPool { try stage.server.setSuspended(true, sink: "speech") }
        try await Task.sleep(for: .seconds(2))
        try await offPool { try stage.server.setSuspended(false, sink: "speech") }
      }
      #expect(report.isFinished, "\(report.outcome)")
      #expect(report.recoveries.map(\.cause) == [.deviceSuspended])
      expectSame(recording.sound, try stage.samples("suspended", scenario).nonzero)
    }
  }
}
