import AudioTypes
import BreezeSimulator
import Glibc
import Gust
import PulseHarness

/// Latency of a player that was made ready seconds before, into a sink that nobody else keeps awake.
struct ColdSinkBenchmark {
  let programs: Programs
  let runs: Int

  private static let explanation = """
    As above, but no other stream plays: an idle null sink has two seconds rendered ahead, which whoever connects only now
    waits for. The player was made ready before that time; the runs begin anywhere in it. Counted in frames back from a
    click at a known moment after each run, since a recorder that asks for no latency, and so wakes nothing, gets all of
    it late.
    """

  private static let audio = Duration.milliseconds(1200)
  /// What being cold may cost, beside the figure promised for a warm sink.
  private static let allowance = 5.0

  func run() async throws -> [Section] {
    [
      try await scene("MP3 (64 kbit/s CBR), steady 2x, cold sink", .mp3, warmTarget: 22),
      try await scene("PCM, steady 2x, cold sink", .pcm, warmTarget: 1.5),
    ]
  }

  private func scene(_ title: String, _ format: SpeechFormat, warmTarget: Double) async throws -> Section {
    let stage = try await ColdStage(programs.soundServer)
    let simulator = try SimulatorProcess(programs.simulator)
    try await simulator.use(.steady(audio: Self.audio))
    let player = try player(stage, simulator)
    defer { player.shutDown() }
    try await player.prepare()
    try await Task.sleep(for: .milliseconds(2500))
    var start = Measurement("sent → monitor", target: warmTarget + Self.allowance)
    // No more than a few: each takes seconds of waiting.
    for _ in 0..<min(runs, 10) {
      var request: SimulatorProcess.Request?
      let listened = try await stage.listen {
        request = try await simulator.request {
          _ = await player.speak(SpeechRequest(text: Rig.text, voiceID: Rig.voice, format: format)).report
        }
      }
      if let sent = request?.firstSend, let heard = listened.heardAt {
        start.add(sent.duration(to: heard))
      } else {
        start.addFailures()
      }
    }
    var section = Section("play: \(title)", explanation: Self.explanation)
    section.measurements = [start]
    section.verdicts = [
      Verdict(
        "Player made ready before, \(title): within \(Int(Self.allowance)) ms of what is promised for a warm one",
        isMet: start.failures == 0 && start.statistics.map { $0.median <= warmTarget + Self.allowance } ?? false,
        start.statistics.map { "median \(decimal($0.median)) ms, max \(decimal($0.maximum)) ms, n \($0.count)" }
          ?? "never heard")
    ]
    return section
  }

  private func player(_ stage: ColdStage, _ simulator: SimulatorProcess) throws -> Player {
    var configuration = PlayerConfiguration(
      service: SpeechService(endpoint: try ServiceEndpoint(simulator.baseURL), key: try APIKey(SimulatorProcess.key)))
    configuration.sound = .pulse(PulseConfiguration(server: stage.server.serverAddress, device: Rig.sink.name))
    configuration.stateFolder = nil
    return try Player(configuration)
  }
}
