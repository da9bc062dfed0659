import AudioTypes
import BreezeSimulator
import Gust
import PulseHarness
import Testing

extension EndToEndTests {
  /// Sound servers and devices that fail in the middle of a word. Each test has a server of its own.
  @Suite struct SoundFaultTests {
    private static let length = 4000.0
    /// What may be lost or heard twice at a seam: a block of the sink, on a machine that has other things to do. 1 ms is
    /// what is seen.
    private static let block = AudioFormat.speech.frameCount(in: .milliseconds(20)).rawValue + SoundFault.blocks
    /// The same where the server is killed: what its recorder had not read yet goes with it.
    private static let killed = AudioFormat.speech.frameCount(in: SoundFault.lostWithServer).rawValue

    /// A server of the test's own, and a service that does as `scenario` says.
    private func stage(_ scenario: Scenario, sinks: [PrivatePulseServer.Sink] = [.init()]) async throws -> Stage {
      let stage = try await offPool { try Stage(sinks: sinks) }
      stage.set(scenario)
      return stage
    }

    /// A player that is ready to speak, and who records it.
    private func playerAndRecorder(on stage: Stage) async throws -> (Player, MonitorRecorder) {
      let player = try stage.player()
      try await player.prepare()
      return (player, try await offPool { try MonitorRecorder(server: stage.server, sink: "speech") })
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

    /// Expects that `whole` was heard in order, and that no more than `limit` was lost, or heard twice, at the one seam.
    private func expectOneSeam(
      _ heard: [Int16], _ whole: [Int16], within limit: Int = block, sourceLocation: SourceLocation = #_sourceLocation
    ) {
      let begin = zip(heard, whole).prefix { $0 == $1 }.count
      let end = zip(heard.reversed(), whole.reversed()).prefix { $0 == $1 }.count
      #expect(begin + end >= heard.count, "only \(begin) and \(end) of \(heard.count)", sourceLocation: sourceLocation)
      let missing = whole.count - heard.count
      #expect(abs(missing) <= limit, "\(missing) samples were lost (or repeated)", sourceLocation: sourceLocation)
    }

    /// The same of a recorder whose sink went away, and of the next one's. PipeWire moves recorders like streams, and the
    /// stream before the next recorder is there.
    private func expectOneSeam(
      _ recording: Recording, _ next: Recording, _ whole: [Int16], sourceLocation: SourceLocation = #_sourceLocation
    ) {
      if SoundServerProgram.isPipeWireChosen {
        expectRest(recording, next, whole, within: Self.killed, sourceLocation: sourceLocation)
      } else {
        expectOneSeam(recording.sound + next.sound, whole, sourceLocation: sourceLocation)
      }
    }

    /// Expects that `next` heard the rest of `whole`, and no more than `limit` was lost. The recorder before it may have been
    /// moved like the stream, and so only its beginning tells what the sink played before.
    private func expectRest(
      _ recording: Recording, _ next: Recording, _ whole: [Int16], within limit: Int = block,
      sourceLocation: SourceLocation = #_sourceLocation
    ) {
      let begin = zip(recording.sound, whole).prefix { $0 == $1 }.count
      let rest = next.sound
      expectSame(rest, whole.suffix(rest.count), "on the next sink", sourceLocation: sourceLocation)
      #expect(begin + rest.count >= whole.count - limit, sourceLocation: sourceLocation)
    }

    private func play(
      _ text: String, on stage: Stage, fault: @Sendable @escaping (MonitorRecorder) async throws -> Void
    ) async throws -> (recording: Recording, report: UtteranceReport) {
      let (player, recorder) = try await playerAndRecorder(on: stage)
      let utterance = player.speak(.pcm(text))
      try await fault(recorder)
      let report = try await utterance.end()
      try await shutDown(player)
      return (try await recorder.finish(), report)
    }

    @Test func aServerThatIsKilledAndRestarted() async throws {
      let scenario = Scenario.noise(Self.length)
      let stage = try await stage(scenario)
      defer { stage.close() }
      let (player, recorder) = try await playerAndRecorder(on: stage)
      let utterance = player.speak(.pcm("restart"))
      let (heard, next) = try await restart(stage, recorder, after: .milliseconds(1234))
      let report = try await utterance.end()
      let rest = try await next.finish()
      expectOneSeam(
        heard.sound + rest.sound, try stage.samples("restart", scenario).nonzero, within: Self.killed)
      #expect(report.isFinished, "\(report.outcome)")
      #expect(report.soundRecoveries.map(\.cause) == [.serverLost] && report.soundRecoveryCount == 1)
      #expect(report.stallCount == 0)
      #expect(stage.requests.count == 1)
      try await shutDown(player)
    }

    @Test func aServerThatIsFrozenForThreeSeconds() async throws {
      let scenario = Scenario.noise(Self.length)
      let stage = try await stage(scenario)
      defer { stage.close() }
      let (recording, report) = try await play("frozen", on: stage) { recorder in
        try await recorder.waitForSound(.milliseconds(1234))
        stage.server.setFrozen(true)
        try await Task.sleep(for: .seconds(3))
        stage.server.setFrozen(false)
      }
      Comparing.expectSeam(
        recording.sound, recording.sound, try stage.samples("frozen", scenario).nonzero,
        lost: AudioFormat.speech.frameCount(in: SoundFault.lostInThaw).rawValue)
      #expect(report.isFinished, "\(report.outcome)")
      var causes = report.soundRecoveries.map(\.cause)
      // Of PipeWire the stream may stand still afterwards, and is made anew.
      if SoundServerProgram.isPipeWireChosen, causes.last == .streamStuck { causes.removeLast() }
      #expect(causes == [.serverSilent])
    }

    @Test(.disabled(if: SoundFault.suspend.isForPulseAudioOnly, "PipeWire does not tell, and cannot resume"))
    func aDeviceThatIsSuspendedAndResumed() async throws {
      let scenario = Scenario.noise(Self.length)
      let stage = try await stage(scenario)
      defer { stage.close() }
      let (recording, report) = try await play("suspended", on: stage) { recorder in
        try await recorder.waitForSound(.milliseconds(1234))
        try await offPool { try stage.server.setSuspended(true, sink: "speech") }
        try await Task.sleep(for: .seconds(2))
        try await offPool { try stage.server.setSuspended(false, sink: "speech") }
      }
      #expect(report.isFinished, "\(report.outcome)")
      #expect(report.soundRecoveries.map(\.cause) == [.deviceSuspended])
      expectOneSeam(recording.sound, try stage.samples("suspended", scenario).nonzero)
    }

    @Test func aStreamThatIsMovedToAnotherSink() async throws {
      let scenario = Scenario.noise(Self.length)
      let stage = try await stage(scenario, sinks: [.init(), .init(name: "other")])
      defer { stage.close() }
      let other = try await offPool { try MonitorRecorder(server: stage.server, sink: "other") }
      let (recording, report) = try await play("moved", on: stage) { recorder in
        try await recorder.waitForSound(.milliseconds(1234))
        try await offPool { try stage.server.moveStreams(to: "other") }
      }
      #expect(report.isFinished, "\(report.outcome)")
      #expect(stage.requests.count == 1)
      let rest = try await other.finish()
      expectOneSeam(recording.sound + rest.sound, try stage.samples("moved", scenario).nonzero)
    }

    /// PulseAudio rescues by itself, too; its module for that is obsolete, and PipeWire has none.
    @Test(arguments: SoundServerProgram.isPipeWireChosen ? [false] : [false, true])
    func aSinkThatIsUnloadedWhileThereIsAnother(rescues: Bool) async throws {
      let scenario = Scenario.noise(Self.length)
      let stage = try await stage(scenario, sinks: [.init(), .init(name: "other")])
      defer { stage.close() }
      let other = try await offPool {
        if rescues { try stage.server.loadModule("module-rescue-streams") }
        return try MonitorRecorder(server: stage.server, sink: "other")
      }
      let (player, recorder) = try await playerAndRecorder(on: stage)
      let utterance = player.speak(.pcm("unloaded"))
      try await recorder.waitForSound(.milliseconds(1234))
      try await offPool { try stage.server.removeSink("speech") }
      let report = try await utterance.end()
      #expect(report.isFinished, "\(report.outcome)")
      let rest = try await other.finish()
      expectRest(recorder.stop(), rest, try stage.samples("unloaded", scenario).nonzero)
      try await shutDown(player)
    }

    @Test func aSinkThatIsUnloadedAndComesBack() async throws {
      let scenario = Scenario.noise(Self.length)
      let stage = try await stage(scenario)
      defer { stage.close() }
      let (player, recorder) = try await playerAndRecorder(on: stage)
      let utterance = player.speak(.pcm("replugged"))
      try await recorder.waitForSound(.milliseconds(1234))
      let next = try await offPool {
        try stage.server.removeSink("speech")
        try stage.server.addSink(.init())
        return try MonitorRecorder(server: stage.server, sink: "speech")
      }
      let report = try await utterance.end()
      #expect(report.isFinished, "\(report.outcome)")
      // The streams of PipeWire find the next sink by themselves.
      #expect(report.soundRecoveries.map(\.cause) == (SoundServerProgram.isPipeWireChosen ? [] : [.deviceLost]))
      let rest = try await next.finish()
      expectOneSeam(recorder.stop(), rest, try stage.samples("replugged", scenario).nonzero)
      try await shutDown(player)
    }

    @Test func theProgramSaysSo() async throws {
      let stage = try await stage(.noise(Self.length))
      defer { stage.close() }
      let recorder = try await offPool { try MonitorRecorder(server: stage.server, sink: "speech") }
      let run = try GustProgram.start(["--format", "pcm", "--timings", "Told"], on: stage)
      let (_, next) = try await restart(stage, recorder, after: .milliseconds(500))
      let result = try await GustProgram.end(of: run)
      _ = next.stop()
      #expect(result.ending == .exit(0), "\(result.error)")
      for words in ["connection to the sound server was lost", "Sound goes on after", "sound faults", "server lost"] {
        #expect(result.error.contains(words), "\(words)")
      }
    }

    @Test func aSinkThatIsReplacedByAnother() async throws {
      let scenario = Scenario.noise(Self.length)
      let stage = try await stage(scenario)
      defer { stage.close() }
      let (player, recorder) = try await playerAndRecorder(on: stage)
      let utterance = player.speak(.pcm("replaced"))
      try await recorder.waitForSound(.milliseconds(1234))
      let next = try await offPool {
        try stage.server.removeSink("speech")
        try stage.server.addSink(.init(name: "other"))
        return try MonitorRecorder(server: stage.server, sink: "other")
      }
      let report = try await utterance.end()
      #expect(report.isFinished, "\(report.outcome)")
      let rest = try await next.finish()
      expectOneSeam(recorder.stop(), rest, try stage.samples("replaced", scenario).nonzero)
      try await shutDown(player)
    }

    @Test func allThatIsQueuedSurvivesARestart() async throws {
      let scenario = Scenario.noise(700)
      let stage = try await stage(scenario)
      defer { stage.close() }
      let (player, recorder) = try await playerAndRecorder(on: stage)
      let texts = (1...5).map { "number \($0)" }
      let utterances = texts.map { player.speak(.pcm($0)) }
      let (heard, next) = try await restart(stage, recorder, after: .milliseconds(1000))
      for utterance in utterances { try await utterance.expectFinished() }
      let rest = try await next.finish()
      let whole = try texts.flatMap { try stage.samples($0, scenario).nonzero }
      expectOneSeam(heard.sound + rest.sound, whole, within: Self.killed)
      #expect(stage.requests.count == 5)
      try await shutDown(player)
    }
  }
}
