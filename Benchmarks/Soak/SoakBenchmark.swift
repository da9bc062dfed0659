import AudioTypes
import BreezeSimulator
import Gust
import PulseHarness

/// Many utterances through one player, each with a fault drawn by lot.
struct SoakBenchmark {
  let programs: Programs
  let runs: Int

  /// The most that an utterance may leave behind for the memory to count as level: 1,000 leave 1 MB.
  private static let growthLimit = 1024.0
  /// With fewer utterances after the warm-up, single pages decide.
  private static let fewestForMemory = 500

  func run() async throws -> [Section] {
    let server = try PrivatePulseServer(sinks: [Rig.sink], program: programs.soundServer)
    let silence = try KeepAwakeStream(server: server, sink: Rig.sink.name)
    defer { silence.stop() }
    let simulator = try SimulatorProcess(programs.simulator)
    let player = try Player(configuration(server, simulator))
    var soak = Soak()
    let moments = Set([runs / 10, runs / 2, runs])
    for run in 1...runs {
      try await soak.speak(player, simulator)
      if moments.contains(run) { soak.holdings.append((run, try Holdings.now())) }
    }
    player.shutDown()
    return [section(soak)]
  }

  private func configuration(_ server: PrivatePulseServer, _ simulator: SimulatorProcess) throws -> PlayerConfiguration
  {
    let service = SpeechService(endpoint: try ServiceEndpoint(simulator.baseURL), key: try APIKey(SimulatorProcess.key))
    var configuration = PlayerConfiguration(service: service)
    configuration.sound = .pulse(PulseConfiguration(server: server.serverAddress, device: Rig.sink.name))
    configuration.stateFolder = nil
    return configuration
  }

  private func section(_ soak: Soak) -> Section {
    var section = Section(
      "soak: \(runs) utterances through one player, each with a fault drawn by lot",
      explanation: """
        60 to 100 ms each, one after the other; seed \(soak.seed). As scripted: heard, truncated, failed, retried or recovered as
        the fault demands, within 30 s. Memory is VmRSS of this process, in which the player works.
        """)
    section.notes = SoakFault.allCases.map { fault in
      "\(fault.rawValue): \(soak.asScripted[fault, default: 0]) of \(soak.total[fault, default: 0]) as scripted"
    }
    section.notes += soak.surprises.prefix(10)
    section.notes += soak.holdings.map { run, holdings in
      "after \(run): \(holdings.memory.rawValue / 1024) KiB, \(holdings.descriptors) descriptors, \(holdings.threads) threads"
    }
    section.verdicts = verdicts(soak)
    return section
  }

  private func verdicts(_ soak: Soak) -> [Verdict] {
    let asScripted = soak.asScripted.values.reduce(0, +)
    let outcome = Verdict("every outcome as scripted", isMet: asScripted == runs, "\(asScripted) of \(runs)")
    guard soak.holdings.count >= 2, let (end, late) = soak.holdings.last else { return [outcome] }
    let (middle, early) = soak.holdings[soak.holdings.count - 2]
    let growth = Double((late.memory - early.memory).rawValue) / Double(end - middle)
    return [
      outcome,
      Verdict(
        "no descriptor left behind in the second half", isMet: late.descriptors <= early.descriptors,
        "\(early.descriptors) → \(late.descriptors)"),
      Verdict(
        "no thread left behind in the second half", isMet: late.threads <= early.threads,
        "\(early.threads) → \(late.threads)"),
      Verdict(
        "memory level in the second half",
        runs < Self.fewestForMemory ? .open : growth <= Self.growthLimit ? .met : .missed,
        "\(decimal(growth)) bytes an utterance"),
    ]
  }
}

/// What has happened so far.
private struct Soak {
  let seed: UInt64
  private var random: SplitMix64
  private(set) var total: [SoakFault: Int] = [:]
  private(set) var asScripted: [SoakFault: Int] = [:]
  private(set) var surprises: [String] = []
  var holdings: [(run: Int, Holdings)] = []

  init() {
    seed = .random(in: 0...UInt64.max)
    random = SplitMix64(seed: seed)
  }

  /// One utterance more.
  mutating func speak(_ player: Player, _ simulator: SimulatorProcess) async throws {
    guard let fault = SoakFault.allCases.randomElement(using: &random) else { return }
    try await simulator.use(fault.scenario(milliseconds: .random(in: 60...100, using: &random)))
    let request = SpeechRequest(text: "Soak", voiceID: Rig.voice, format: fault.format)
    let utterance = player.speak(request)
    let watchdog = Task {
      try await Task.sleep(for: .seconds(30))
      await utterance.stop()
    }
    let report = await utterance.report
    watchdog.cancel()
    total[fault, default: 0] += 1
    if fault.isAsScripted(report) {
      asScripted[fault, default: 0] += 1
    } else {
      surprises.append("“\(fault.rawValue)” ended with \(report.outcome)")
    }
  }
}
