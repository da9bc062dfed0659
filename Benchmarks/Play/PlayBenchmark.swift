import AudioTypes
import BreezeSimulator
import Gust
import PulseHarness

/// Latency of a warm player in this process: first body byte to first audible sample at the monitor.
struct PlayBenchmark {
  let rig: Rig
  let runs: Int

  private static let explanation = """
    Pace: 150 ms to the first byte; steady: 40 ms of audio in the first chunk, then chunks of 40 ms at 2x real time;
    burst: all in one piece. 24 kHz mono noise. One player with connection and stream kept; one run before those that count.
    monitor: the recorder had read the first audible sample (RMS of the last 10 ms ≥ -40 dBFS) off the sink's monitor:
    never too early, too late by up to its fragment. The write below shows what of that is not the player's.
    audible decoded, written, heard: Gust's own marks. sent: the simulator handed the first chunk to its HTTP library. first byte: it lay in Gust's ring.
    """

  private static let audio = Duration.milliseconds(1200)

  func run() async throws -> [Section] {
    let steady = Scenario.steady(audio: Self.audio)
    var burst = steady
    burst.pace.speed = nil
    return [
      try Calibration(rig: rig, runs: runs).run(),
      try await scene("MP3 (64 kbit/s CBR), steady 2x", .mp3, steady, target: 22 + blocks, p95: 25 + blocks),
      try await scene("MP3 in a burst", .mp3, burst, target: 2 + blocks),
      try await scene("PCM, steady 2x", .pcm, steady, target: 1.5 + blocks),
    ]
  }

  /// What PipeWire may take beyond PulseAudio: it plays whole blocks, of which none is shorter than 5.3 ms.
  private var blocks: Double { rig.programs.soundServer.isPipeWire ? 13.5 : 0 }

  private func scene(
    _ title: String, _ format: SpeechFormat, _ scenario: Scenario, target: Double, p95: Double? = nil
  ) async throws -> Section {
    var figures = PlayFigures(target: target)
    var tally = Tally()
    try await rig.simulator.use(scenario)
    let player = try Player(try configuration())
    defer { player.shutDown() }
    try await player.prepare()
    for run in 0...runs {
      try await Rig.pause()
      let played = try await playOnce(player, format)
      guard run > 0 else { continue }
      tally.add(played.report)
      figures.add(played.report, heardAt: played.take.firstAudibleAt, sentAt: played.request.firstSend)
    }
    var section = Section("play: \(title)", explanation: Self.explanation)
    section.measurements = figures.measurements
    section.notes = [tally.text]
    section.verdicts = [figures.verdict(title, p95: p95, tally)]
    section.plots = figures.plots(title)
    return section
  }

  private func configuration() throws -> PlayerConfiguration {
    var configuration = PlayerConfiguration(service: try rig.service())
    configuration.sound = .pulse(PulseConfiguration(server: rig.server.serverAddress, device: Rig.sink.name))
    configuration.stateFolder = nil
    return configuration
  }

  private struct Played {
    let report: UtteranceReport
    let request: SimulatorProcess.Request
    let take: Take
  }

  private func playOnce(_ player: Player, _ format: SpeechFormat) async throws -> Played {
    let start = rig.position
    var report: UtteranceReport?
    let request = try await rig.simulator.request {
      report = await player.speak(SpeechRequest(text: Rig.text, voiceID: Rig.voice, format: format)).report
    }
    guard let report else { throw BenchError("nothing was played") }
    return Played(report: report, request: request, take: try rig.take(since: start))
  }
}
