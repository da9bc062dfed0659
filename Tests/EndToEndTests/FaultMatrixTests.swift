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
      let scratch = try Scratch()
      var scenario = fault.scenario
      if let stored = fault.stored {
        let audio = try stored.encode(try stage.samples(Fault.text, scenario))
        scenario.history.file = try scratch.write("stored", audio)
        scenario.history.contentType = stored.contentType
      }
      let (arguments, command) = try await prepare(fault, scenario, on: stage)
      let elsewhere = try Elsewhere(try stage.bytes(Fault.text, fault.format, scenario))
      stage.simulator.enqueue(fault.isElsewhere ? [elsewhere.redirect] : fault.downloads)
      var result: ProgramRun.Result?
      let recording = try await stage.hear { _ in
        result = try await GustProgram.run(arguments, command: command, on: stage)
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
      try await offPool {
        try last.waitUntil(frameCount: last.frameCount + FrameCount(4800), limit: .seconds(30))
      }
      let whole = try stage.samples(Fault.text, fault.scenario).nonzero
      Comparing.expectSeam(
        recorder.stop().sound, last.stop().sound, whole, lost: AudioFormat.speech.frameCount(in: lost).rawValue)
      #expect(stage.requests.count == 1)
    }

    @Test("PCM, cut at 20 places drawn by lot: bit for bit, and nobody notices while audio is in hand")
    func anywhere() async throws {
      let stage = try EndToEndTests.stage
      let seed = UInt64.random(in: 0...UInt64.max)
      var random = SplitMix64(seed: seed)
      let scenario = Scenario.noise(300)
      let cuts = (0..<20).map { _ in Int.random(in: 0..<14_400, using: &random) }
      print("cut with seed \(seed) at \(cuts)")
      stage.set(.noise(700))
      let texts = cuts.indices.map { "Cut by lot \($0)" }
      let player = try stage.player()
      var reports: [UtteranceReport] = []
      let recording = try await stage.hear { recorder in
        let first = player.speak(.pcm("In hand"))
        #expect(await eventually { stage.requests.last?.ending == .complete })
        stage.simulator.enqueue(cuts.map { bytes in .noise(300) { $0.cut = Cut(afterBytes: bytes) } })
        let utterances = texts.map { player.speak(.pcm($0)) }
        try await first.expectFinished()
        for utterance in utterances { reports.append(try await utterance.end()) }
      }
      try await shutDown(player)
      let whole = try stage.samples("In hand", .noise(700)) + texts.flatMap { try stage.samples($0, scenario) }
      expectSame(recording.stretch, whole, "seed \(seed)")
      for report in reports {
        #expect(report.isFinished && report.recovery?.method == .bytes, "\(report.outcome)")
        #expect(report.stallCount == 0 && report.stalledTime == .zero)
      }
      #expect(Set(reports.compactMap(\.recovery?.brokeOffAt.rawValue)) == Set(cuts))
      #expect(stage.requests.count == 21)
    }

    @Test("50 utterances through one player, each with a fault drawn by lot: as scripted, and nothing is left behind")
    func soak() async throws {
      let scratch = try Scratch()
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
