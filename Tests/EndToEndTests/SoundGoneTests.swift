import AudioTypes
import BreezeSimulator
import Gust
import PulseHarness
import Testing

extension EndToEndTests {
  /// Sound servers and devices that stay away, or go while nobody speaks. Each test has a server of its own.
  @Suite struct SoundGoneTests {
    @Test(arguments: ["killed", "unloaded", "frozen"] + (SoundFault.suspend.isForPulseAudioOnly ? [] : ["suspended"]))
    func whatDoesNotComeBackIsAnErrorAfterAWhile(fault: String) async throws {
      let stage = try await offPool { try Stage(sinks: [.init()]) }
      defer { stage.close() }
      stage.set(.noise(4000))
      let recorder = try await offPool { try MonitorRecorder(server: stage.server, sink: "speech") }
      let run = try GustProgram.start(["--format", "pcm", "--latency-report", "-", "Gone"], on: stage)
      try await recorder.waitForSound(.milliseconds(500))
      try await offPool {
        switch fault {
        case "killed": stage.server.killHard()
        case "unloaded": try stage.server.removeSink("speech")
        case "suspended": try stage.server.setSuspended(true, sink: "speech")
        default: stage.server.setFrozen(true)
        }
      }
      let result = try await GustProgram.end(of: run)
      stage.server.setFrozen(false)
      #expect(result.ending == .exit(8), "\(result.error)")
      #expect(result.lines.count == 2 && result.lines.allSatisfy { $0.hasPrefix("gust: ") }, "\(result.error)")
      #expect(stage.requests.count == 1)
      #expect(String(decoding: result.output, as: UTF8.self).contains(#""mended": false"#))
    }

    @Test(arguments: [false, true]) func aServerThatIsRestartedWhileNobodySpeaks(isLong: Bool) async throws {
      let stage = try await offPool { try Stage(sinks: [.init()]) }
      defer { stage.close() }
      let scenario = Scenario.noise(500)
      stage.set(scenario)
      let player = try stage.player { configuration in
        guard case .pulse(var pulse) = configuration.sound else { return }
        pulse.recoveryLimit = .seconds(1)
        configuration.sound = .pulse(pulse)
      }
      try await player.speak(.pcm("before")).expectFinished()
      stage.server.killHard()
      if isLong { try await Task.sleep(for: .seconds(2)) }
      let recorder = try await offPool {
        try stage.server.restart()
        return try MonitorRecorder(server: stage.server, sink: "speech")
      }
      let report = try await player.speak(.pcm("after")).end()
      #expect(report.isFinished && report.soundRecoveries.isEmpty, "\(report.outcome) \(report.soundRecoveries)")
      let recording = try await recorder.finish()
      expectSame(recording.sound, try stage.samples("after", scenario).nonzero)
      try await shutDown(player)
    }

    @Test func nothingIsAskedForThatCannotBeHeard() async throws {
      let stage = try await offPool { try Stage(sinks: [.init()]) }
      defer { stage.close() }
      stage.set(.noise(500))
      let player = try stage.player { configuration in
        guard case .pulse(var pulse) = configuration.sound else { return }
        pulse.recoveryLimit = .seconds(1)
        configuration.sound = .pulse(pulse)
      }
      try await player.prepare()
      stage.server.killHard()
      try await Task.sleep(for: .seconds(2))
      let report = try await player.speak(.pcm("in vain")).end()
      guard case .failed(.outputLost) = report.outcome else {
        Issue.record("\(report.outcome)")
        return
      }
      #expect(stage.requests.isEmpty)
      await #expect(throws: PreparationError.self) { try await player.prepare() }
      try await shutDown(player)
    }
  }
}
