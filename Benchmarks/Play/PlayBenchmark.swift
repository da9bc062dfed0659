import AudioTypes
import BreezeSimulator
import Gust
import PulseHarness

/// Latency of a warm player in this process: first body byte to first audible sample at the monitor.
struct PlayBenchmark {
  let rig: Rig
  let runs: Int

  private static let explanation = """
    Pace: 150 ms to the first byte, 40 ms of audio in the first chunk, then chunks of 40 ms at 2x real time; 24 kHz mono
    noise. One player with connection and stream kept; one run before those that count.
    monitor: the recorder had read the first audible sample (RMS of the last 10 ms ≥ -40 dBFS) off the sink's monitor:
    never too early, too late by up to its fragment. The write below shows what of that is not the player's.
    sent: the simulator handed the first chunk to its HTTP library. first byte: it lay in Gust's ring.
    """

  func run() async throws -> [Section] {
    [
      try Calibration(rig: rig, runs: runs).run(),
      try await scene("play: MP3 (64 kbit/s CBR), steady 2x", .mp3, target: 25),
      try await scene("play: PCM, steady 2x", .pcm, target: 3),
    ]
  }

  private func scene(_ title: String, _ format: SpeechFormat, target: Double) async throws -> Section {
    var section = Section(title, explanation: Self.explanation)
    var arrived = Measurement("first byte → monitor", target: target)
    var sent = Measurement("sent → monitor")
    var own = Measurement("first byte → heard, by Gust's own account")
    var difference = Measurement("monitor − Gust's own account")
    var tally = Tally()

    try await rig.simulator.use(.steady(audio: .milliseconds(1200)))
    let player = try Player(try configuration())
    defer { player.shutDown() }
    try await player.prepare()
    for run in 0...runs {
      try await Rig.pause()
      let played = try await playOnce(player, format)
      guard run > 0 else { continue }
      tally.add(played.report)
      let marks = played.report.marks
      guard
        case .finished = played.report.outcome, let heard = played.take.firstAudibleAt, let byte = marks[.firstByte],
        let send = played.request.firstSend, let ownAccount = marks[.firstAudible]
      else { continue }
      arrived.add(byte.duration(to: heard))
      sent.add(send.duration(to: heard))
      own.add(byte.duration(to: ownAccount))
      difference.add(ownAccount.duration(to: heard))
    }
    section.measurements = [arrived, sent, own, difference]
    section.notes = [tally.text]
    return section
  }

  private func configuration() throws -> PlayerConfiguration {
    var configuration = PlayerConfiguration(service: try rig.service())
    configuration.sound = .pulse(PulseConfiguration(server: rig.server.serverAddress, device: Rig.sink.name))
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

/// What must not be hidden behind good figures.
private struct Tally {
  private var runs = 0
  private var failures: [String] = []
  private var stalls = 0
  private var stalledTime = Duration.zero
  private var newConnections = 0

  mutating func add(_ report: UtteranceReport) {
    runs += 1
    switch report.outcome {
    case .finished: break
    case .stopped: failures.append("stopped")
    case .truncated(let error), .failed(let error): failures.append(error.message)
    }
    stalls += report.stallCount
    stalledTime += report.stalledTime
    if !report.isConnectionReused { newConnections += 1 }
  }

  var text: String {
    let reasons = failures.isEmpty ? "" : " (\(Set(failures).sorted().joined(separator: "; ")))"
    return "stalls \(stalls), \(decimal(stalledTime.milliseconds)) ms in all · failures \(failures.count) of \(runs)"
      + "\(reasons) · new connections \(newConnections)"
  }
}

extension Scenario {
  /// The pace that the project's figures are given for, with noise, which is loud from its first sample.
  static func steady(audio: Duration) -> Scenario {
    Scenario {
      $0.pace.timeToFirstByteMilliseconds = 150
      $0.pace.firstChunkAudioMilliseconds = 40
      $0.pace.chunkAudioMilliseconds = 40
      $0.pace.speed = 2
      $0.audio.signal = .noise
      $0.audio.signalMilliseconds = audio.milliseconds
    }
  }
}
