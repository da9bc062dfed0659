import AudioTypes
import BreezeSimulator
import Gust
import PulseHarness
import Testing

extension EndToEndTests {
  /// Each fault, what is heard of it at the monitor of the sink, how the program ends and what it reports.
  @Suite struct FaultMatrixTests {
    @Test(arguments: Fault.all) func row(_ fault: Fault) async throws {
      guard let soundFault = fault.soundFault else { return try await network(fault, on: EndToEndTests.stage) }
      let stage = try await offPool { try Stage() }
      defer { stage.close() }
      try await sound(fault, soundFault, on: stage)
    }

    private func network(_ fault: Fault, on stage: Stage) async throws {
      let scratch = try TemporaryFolder()
      var scenario = fault.scenario
      if let stored = fault.stored {
        let audio = try stored.encode(try stage.samples(Fault.text, scenario))
        scenario.history.file = try scratch.write("stored", audio)
        scenario.history.contentType = stored.contentType
      }
      let elsewhere = try Elsewhere(try stage.bytes(Fault.text, fault.format, scenario))
      var result: ProgramRun.Result?
      let recording = try await stage.hearUnbroken(scenario) { _ in
        let (arguments, command) = try await prepare(fault, scenario, on: stage)
        stage.simulator.enqueue(fault.isElsewhere ? [elsewhere.redirect] : fault.downloads)
        let run = try await GustProgram.run(arguments, command: command, on: stage)
        result = run
        guard fault.heard.mustBeUnbroken else { return 0 }
        return try facts(ofJSON: run.output)["stalls.count"].flatMap(Int.init) ?? 0
      }
      try fault.expect(try #require(result))
      try expect(fault, recording, try stage.samples(Fault.text, scenario).nonzero, on: stage)
      #expect(stage.requests.count <= 1, "what was generated must not be generated again")
      #expect(elsewhere.server.requests.count == (fault.isElsewhere ? 1 : 0))
      #expect(!elsewhere.server.requests.contains { $0.contains(Stage.key) })
    }

    /// Puts the scenario in force, and returns what to run.
    private func prepare(
      _ fault: Fault, _ scenario: Scenario, on stage: Stage
    ) async throws -> (arguments: [String], command: String) {
      let report = ["--latency-report", "-"]
      switch fault.command {
      case .play: return (report + [try await stage.generate(Fault.text, scenario)], "play")
      case .say(let format):
        stage.set(scenario)
        return (report + ["--format", format.rawValue, Fault.text], "say")
      case .order:
        stage.set(scenario)
        return (report + ["--async", "--format", "pcm", Fault.text], "say")
      }
    }

    private func expect(_ fault: Fault, _ heard: Recording, _ whole: [Int16], on stage: Stage) throws {
      switch fault.heard {
      case .whole: expectSame(heard.sound, whole)
      case .decoded:
        try Comparing.expectDecoded(heard.stretch, try decodeOffline(stage.bytes(Fault.text, .mp3, fault.scenario)))
      case .aligned: try Comparing.expectAligned(heard.stretch, whole)
      case .beginning(let count): expectSame(heard.sound, Array(whole.prefix(count)))
      case .nothing: #expect(heard.sound.isEmpty)
      }
    }

    private func sound(_ fault: Fault, _ soundFault: SoundFault, on stage: Stage) async throws {
      guard case .whole(let lost) = fault.heard else { return }
      stage.set(fault.scenario)
      let recorder = try await offPool { try MonitorRecorder(server: stage.server, sink: "speech") }
      let run = try GustProgram.start(["--format", "pcm", "--latency-report", "-", Fault.text], on: stage)
      try await recorder.waitForSound(.milliseconds(400))
      let other = try await soundFault.strike(stage, recorder)
      try fault.expect(try await GustProgram.end(of: run))
      let last = other ?? recorder
      let rest = try await last.finish()
      let whole = try stage.samples(Fault.text, fault.scenario).nonzero
      Comparing.expectSeam(
        recorder.stop().sound, rest.sound, whole, lost: AudioFormat.speech.frameCount(in: lost).rawValue)
      #expect(stage.requests.count == 1)
    }

    @Test("PCM, cut at 10 places drawn by lot: bit for bit, and nobody notices while audio is in hand")
    func anywhere() async throws {
      let stage = try EndToEndTests.stage
      let seed = UInt64.random(in: 0...UInt64.max)
      var random = SplitMix64(seed: seed)
      // Each is mended while the one before it sounds, on a machine that has other things to do.
      let (inHand, scenario) = (Scenario.noise(700), Scenario.noise(600))
      let cuts = (0..<10).map { _ in Int.random(in: 0..<28_800, using: &random) }
      print("cut with seed \(seed) at \(cuts)")
      let texts = cuts.indices.map { "Cut by lot \($0)" }
      let whole = try stage.samples("In hand", inHand) + texts.flatMap { try stage.samples($0, scenario) }
      let player = try stage.player()
      var reports: [UtteranceReport] = []
      let recording = try await stage.hearUnbroken(inHand, as: whole) { _ in
        let first = player.speak(.pcm("In hand"))
        #expect(await eventually { stage.requests.last?.ending == .complete })
        stage.simulator.enqueue(cuts.map { bytes in .noise(600) { $0.cut = Cut(afterBytes: bytes) } })
        let utterances = texts.map { player.speak(.pcm($0)) }
        try await first.expectFinished()
        reports = []
        for utterance in utterances { reports.append(try await utterance.end()) }
        return reports.reduce(0) { $0 + $1.stallCount }
      }
      try await shutDown(player)
      expectSame(recording.stretch, whole, "seed \(seed)")
      for report in reports {
        #expect(report.isFinished && report.recovery?.method == .bytes, "\(report.outcome)")
        #expect(report.stallCount == 0 && report.stalledTime == .zero)
      }
      #expect(Set(reports.compactMap(\.recovery?.brokeOffAt.rawValue)) == Set(cuts))
      #expect(stage.requests.count == 11)
    }

    @Test("50 utterances through one player, each with a fault drawn by lot: as scripted, and nothing is left behind")
    func soak() async throws {
      let scratch = try TemporaryFolder()
      let program = GustProgram.path + "-bench"
      let result = try await offPool {
        try ProgramRun(program, ["soak", "--runs", "50", "--json", scratch.path("soak.json")]).wait(
          limit: .seconds(100))
      }
      #expect(result.ending == .exit(0), "\(result.error)")
      let verdicts = try facts(ofJSON: scratch.read("soak.json")).filter { $0.key.hasSuffix(".outcome") }
      #expect(
        verdicts.count == 4 && !verdicts.values.contains("missed"), "\(String(decoding: result.output, as: UTF8.self))")
    }
  }
}

extension Fault {
  /// Expects the exit status and the report of this row.
  fileprivate func expect(_ result: ProgramRun.Result) throws {
    #expect(result.ending == .exit(status), "\(result.error)")
    let facts = result.output.isEmpty ? [:] : try facts(ofJSON: result.output)
    for (path, expected) in report { #expect(facts[path] == expected, "\(path): \(result.error)") }
  }
}

extension Fault.Heard {
  /// Whether a silence in the middle, of a machine too busy to fetch the rest in time, would spoil it.
  fileprivate var mustBeUnbroken: Bool {
    switch self {
    case .decoded, .aligned: true
    case .whole, .beginning, .nothing: false
    }
  }
}

/// Another host, which has the audio that the history redirects to.
private struct Elsewhere {
  let server: ListeningServer

  init(_ audio: [UInt8]) throws {
    server = try ListeningServer { _ in answer(200, ["Content-Type": "audio/pcm"], audio) }
  }

  var redirect: Scenario {
    .historyBurst { $0.redirect = Redirect(to: server.url("/audio", host: "localhost"), status: 302) }
  }
}
