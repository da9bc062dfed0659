import AudioTypes
import BreezeSimulator
import Glibc
import PulseHarness
import Testing

extension EndToEndTests {
  @Suite struct Signals {
    let stage: Stage

    init() throws {
      stage = try EndToEndTests.stage
    }

    @Test("Ctrl-C in mid-word fades out at once and ends by the signal", arguments: [SIGINT, SIGTERM, SIGHUP])
    func midWord(_ signal: Int32) async throws {
      let text = "Signal \(signal)"
      let scenario = Scenario.noise(10_000, pace: Pace())
      let spoken = try stage.samples(text, scenario)
      stage.set(scenario)
      let scratch = try TemporaryFolder()
      var sent = MonotonicInstant.now
      let recording = try await stage.hear { recorder in
        let run = try GustProgram.start(["--tee", "-o", scratch.path("speech.pcm"), text], on: stage)
        try await recorder.waitForSound(.milliseconds(400))
        sent = .now
        run.send(signal)
        let result = try await GustProgram.end(of: run)
        #expect(result.ending == .signal(signal))
        #expect(result.lines.count == 2 && result.lines[0].hasPrefix("gust: Heard "), "\(result.error)")
        let note = try #require(result.lines.last)
        #expect(note.hasSuffix("It is not complete.") && result.error.last == "\n", "\(result.error)")
      }
      let last = try #require(recording.lastFrame(louderThan: 0))
      let silentAfter = sent.duration(to: recording.instant(ofFrame: last))
      print("silent \(silentAfter.milliseconds) ms after signal \(signal)")
      // Not a measurement, which is the benchmark's: a bound that only a missing stop could break.
      #expect(silentAfter < .seconds(4))
      expectFade(recording.sound, of: spoken)

      let saved = try scratch.read("speech.pcm")
      expectPrefix(saved, of: try stage.bytes(text, .pcm, scenario))
      #expect(saved.count >= 2 * recording.sound.count)
      #expect(await eventually { stage.requests.map(\.ending) == [.clientDisconnected] })
    }

    @Test("Ctrl-C while nothing has come ends at once by the signal")
    func beforeFirstByte() async throws {
      stage.set(Scenario { $0.hang = .beforeHeaders })
      let recording = try await stage.hear { _ in
        let run = try GustProgram.start(["Patience"], on: stage)
        #expect(await eventually { !stage.requests.isEmpty })
        run.send(SIGINT)
        let result = try await GustProgram.end(of: run)
        #expect(result.ending == .signal(SIGINT))
        #expect(result.error.isEmpty)
      }
      #expect(recording.sound.isEmpty)
      #expect(stage.requests.count == 1)
    }

    @Test("Ctrl-C while a retry is waited for ends at once by the signal")
    func duringRetry() async throws {
      let failure = Failure(status: 429, code: "RATE_LIMITED", retryAfterSeconds: 20)
      stage.set(Scenario { $0.failure = failure })
      let run = try GustProgram.start(["Patience"], on: stage)
      #expect(await eventually { stage.requests.first?.ending == .complete })
      try await Task.sleep(for: .milliseconds(100))
      run.send(SIGINT)
      #expect(try await GustProgram.end(of: run).ending == .signal(SIGINT))
      #expect(stage.requests.count == 1)
    }

    @Test("Ctrl-C while the text is still being typed ends at once, without a request")
    func duringInput() async throws {
      stage.set(.noise(300))
      let scratch = try TemporaryFolder()
      let run = try GustProgram.start(["-f", try scratch.makePipe("pipe")], on: stage)
      try await Task.sleep(for: .milliseconds(300))
      run.send(SIGINT)
      #expect(try await GustProgram.end(of: run).ending == .signal(SIGINT))
      #expect(stage.requests.isEmpty)
    }

    @Test("A signal that the program was started to ignore stays ignored, as nohup wants it")
    func ignored() async throws {
      let scenario = Scenario.noise(600, pace: Pace())
      stage.set(scenario)
      let recording = try await stage.hear { recorder in
        let run = try GustProgram.start(["--format", "pcm", "Undisturbed"], on: stage, ignoring: SIGHUP)
        try await recorder.waitForSound(.milliseconds(100))
        run.send(SIGHUP)
        #expect(try await GustProgram.end(of: run).ending == .exit(0))
      }
      expectSame(recording.sound, try stage.samples("Undisturbed", scenario))
    }

    /// Expects the beginning of `spoken`, unchanged at first and then ever quieter until it ends.
    private func expectFade(_ sound: [Int16], of spoken: [Int16]) {
      let unchanged = zip(sound, spoken).prefix { $0 == $1 }.count
      let faded = zip(sound, spoken).dropFirst(unchanged).map { Double($0) / Double($1) }
      #expect(unchanged > 0 && sound.count < spoken.count)
      // 10 ms, of which the last samples may have become zero. On a busy machine the sink has taken the first of the
      // fade as it was before the fade could be written over it.
      #expect((24...240).contains(faded.count), "\(faded.count) samples were faded")
      // A sample is a whole number of at least 328, so that a ratio is off by 1 in 328 at most.
      #expect(zip(faded, faded.dropFirst()).allSatisfy { $0 > $1 - 2 / 328 })
      #expect(faded.allSatisfy { (-1.0 / 328...1).contains($0) })
      #expect(faded.last.map { $0 < 0.1 } ?? false, "it breaks off at \(faded.last ?? 1)")
    }
  }
}
