import AudioTypes
import BreezeSimulator
import Glibc
import PulseHarness

/// The program from its start, cold, and what it costs while it plays.
struct StartupBenchmark {
  let rig: Rig
  let runs: Int

  func run() async throws -> [Section] {
    let secure = try SimulatorProcess(rig.programs.simulator, authority: LocalAuthority())
    return [
      try await start("over plain HTTP", asking: rig.simulator, target: 15),
      try await start("over TLS, as the service is reached", asking: secure, target: nil),
      try await cost(),
    ]
  }

  // MARK: Start

  private func start(_ how: String, asking simulator: SimulatorProcess, target: Double?) async throws -> Section {
    var section = Section(
      "startup: gust say, from its start to the request and to the first sound, \(how)",
      explanation: """
        Each run starts the program and curl with the same POST, in turns. Same pace as in play.
        start → request: posix_spawn is about to be called, until the simulator has read the request in full. Gust
        meanwhile connects to the sound server and opens a stream, curl does not. Over TLS both trust the same directory of
        certificates, and curl the system's file of them besides, as it does by itself.
        request → monitor: of which 150 ms are the scripted time to first byte, 20 ms the first audible MP3 frame's.
        """)
    var gust = Measurement("gust: start → request", target: target)
    var curl = Measurement("curl: start → request")
    var ratio = Measurement("gust / curl, run by run", unit: "ratio")
    var heard = Measurement("gust: request → monitor")
    var failures = 0
    try await simulator.use(.steady(audio: .milliseconds(300)))
    for run in 0...runs {
      try await Rig.pause()
      let first = try await gustOnce(simulator)
      let second = try await curlOnce(simulator)
      guard run > 0 else { continue }  // The first run reads the programs from disk.
      guard let sound = first.heardAt else {
        failures += 1
        continue
      }
      gust.add(first.untilRequest)
      curl.add(second)
      ratio.add(first.untilRequest / second)
      heard.add(first.requestAt.duration(to: sound))
    }
    section.measurements = [gust, curl, ratio, heard]
    section.notes = ["failures \(failures) of \(runs)"]
    if let own = gust.statistics?.median, let other = curl.statistics?.median {
      section.verdicts = [
        Verdict(
          "The request is on the wire no later than curl's, \(how)", isMet: own <= other,
          "gust \(decimal(own)) ms, curl \(decimal(other)) ms")
      ]
    }
    return section
  }

  private struct Start {
    let untilRequest: Duration
    let requestAt: MonotonicInstant
    let heardAt: MonotonicInstant?
  }

  private func gustOnce(_ simulator: SimulatorProcess) async throws -> Start {
    let position = rig.position
    let program = GustProgram(rig)
    var startedAt = MonotonicInstant.now
    let request = try await simulator.request {
      let run = try program.start(asking: simulator)
      startedAt = run.startedAt
      try run.wait().expectSuccess()
    }
    return Start(
      untilRequest: startedAt.duration(to: request.arrival), requestAt: request.arrival,
      heardAt: try rig.take(since: position).firstAudibleAt)
  }

  private func curlOnce(_ simulator: SimulatorProcess) async throws -> Duration {
    var startedAt = MonotonicInstant.now
    let request = try await simulator.request {
      let run = try ProgramRun(
        "curl", ["-o", "/dev/null"] + simulator.curlArguments(), environment: simulator.trust)
      startedAt = run.startedAt
      try run.wait().expectSuccess(of: "curl")
    }
    return startedAt.duration(to: request.arrival)
  }

  // MARK: Cost

  private static let short = Duration.seconds(2)
  private static let long = Duration.seconds(12)

  /// Long runs take their time, so there are fewer of them.
  private func cost() async throws -> Section {
    var section = Section(
      "startup: what gust say costs while it plays",
      explanation: """
        processor: user and system time of a run with \(Self.long.components.seconds) s of MP3 less that of one with \
        \(Self.short.components.seconds) s, over the difference, so that the start does not count.
        peak memory: VmHWM of the long run, as /proc last told before the end (RSS, shared pages included), MB of 10^6.
        """)
    var processor = Measurement("processor while playing", unit: "% core", target: 1)
    var memory = Measurement("peak memory", unit: "MB", target: 24)
    for _ in 0..<max(3, runs / 4) {
      let brief = try await play(Self.short)
      let lasting = try await play(Self.long)
      processor.add(100 * ((lasting.processorTime - brief.processorTime) / (Self.long - Self.short)))
      memory.add(Double(lasting.peakMemory.rawValue) / 1_000_000)
    }
    section.measurements = [processor, memory]
    return section
  }

  private func play(_ audio: Duration) async throws -> (processorTime: Duration, peakMemory: ByteCount) {
    try await rig.simulator.use(.steady(audio: audio))
    let program = GustProgram(rig)
    let run = try program.start()
    var peak = ByteCount.zero
    // A program that has ended has no memory to tell of.
    while let held = peakMemory(ofProcess: run.identifier) {
      peak = held
      usleep(20_000)
    }
    let result = try run.wait()
    try result.expectSuccess()
    return (result.processorTime, peak)
  }
}
