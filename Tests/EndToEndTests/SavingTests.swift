import AudioTypes
import BreezeSimulator
import PulseHarness
import Testing

extension EndToEndTests {
  @Suite struct Saving {
    let stage: Stage

    init() throws {
      stage = try EndToEndTests.stage
    }

    @Test("-o saves exactly the bytes that were sent, and plays nothing", arguments: ["mp3", "pcm"])
    func save(_ ending: String) async throws {
      let scenario = Scenario.noise(1000, pace: Pace())
      let format = try #require(OutputFormat(rawValue: ending))
      stage.set(scenario)
      let scratch = try TemporaryFolder()
      let recording = try await stage.hear { _ in
        let result = try await GustProgram.run(["-o", scratch.path("speech.\(ending)"), "Saved"], on: stage)
        #expect(result.ending == .exit(0))
        #expect(result.output.isEmpty)
      }
      expectSame(try scratch.read("speech.\(ending)"), try stage.bytes("Saved", format, scenario))
      #expect(recording.sound.isEmpty)
      #expect(scratch.names == ["speech.\(ending)"])
    }

    @Test("More than the ring holds, sent at once, is saved whole")
    func burst() async throws {
      let scenario = Scenario.noise(20_000)
      stage.set(scenario)
      let scratch = try TemporaryFolder()
      let result = try await GustProgram.run(["-o", scratch.path("speech.pcm"), "Saved"], on: stage)
      #expect(result.ending == .exit(0))
      expectSame(try scratch.read("speech.pcm"), try stage.bytes("Saved", .pcm, scenario))
    }

    @Test("Saving needs no sound server")
    func withoutSound() async throws {
      let scenario = Scenario.noise(500)
      stage.set(scenario)
      let scratch = try TemporaryFolder()
      let result = try await GustProgram.run(
        ["-o", scratch.path("speech.mp3"), "Saved"], on: stage, environment: ["PULSE_SERVER": "unix:/nowhere"])
      #expect(result.ending == .exit(0))
      expectSame(try scratch.read("speech.mp3"), try stage.bytes("Saved", .mp3, scenario))
    }

    @Test("--tee saves and plays")
    func tee() async throws {
      let scenario = Scenario.noise(800, pace: Pace())
      stage.set(scenario)
      let scratch = try TemporaryFolder()
      let recording = try await stage.hear { _ in
        let result = try await GustProgram.run(["-o", scratch.path("speech.pcm"), "--tee", "Both"], on: stage)
        #expect(result.ending == .exit(0))
      }
      expectSame(try scratch.read("speech.pcm"), try stage.bytes("Both", .pcm, scenario))
      expectSame(recording.sound, try stage.samples("Both", scenario))
    }

    @Test("-o - writes the bytes to standard output, and nothing else there")
    func standardOutput() async throws {
      let scenario = Scenario.noise(800)
      stage.set(scenario)
      let result = try await GustProgram.run(["-o", "-", "Piped"], on: stage)
      #expect(result.ending == .exit(0))
      #expect(result.error.isEmpty)
      expectSame(result.output, try stage.bytes("Piped", .mp3, scenario))
    }

    @Test("A file that was there before is replaced by a whole one, and stays when nothing came")
    func replacing() async throws {
      let scratch = try TemporaryFolder()
      let path = try scratch.write("speech.mp3", Array("precious".utf8))
      stage.set(Scenario { $0.failure = Failure(status: 402, code: "BILLING_INSUFFICIENT_CREDITS") })
      let refused = try await GustProgram.run(["-o", path, "Refused"], on: stage)
      #expect(refused.ending == .exit(4))
      expectSame(try scratch.read("speech.mp3"), Array("precious".utf8))

      let scenario = Scenario.noise(300)
      stage.set(scenario)
      #expect(try await GustProgram.run(["-o", path, "Replaced"], on: stage).ending == .exit(0))
      expectSame(try scratch.read("speech.mp3"), try stage.bytes("Replaced", .mp3, scenario))
      #expect(scratch.names == ["speech.mp3"])
    }

    @Test("What came of a stream that was cut is saved, and it is said that it is not all")
    func cut() async throws {
      let scenario = Scenario.noise(1000) {
        $0.cut = Cut(afterBytes: 3333)
        $0.history.failure = .forgotten
      }
      stage.set(scenario)
      let scratch = try TemporaryFolder()
      let result = try await GustProgram.run(["-o", scratch.path("speech.mp3"), "Cut"], on: stage)
      #expect(result.ending == .exit(9))
      #expect(result.error.contains("holds 3333 bytes. It is not complete."))
      expectSame(try scratch.read("speech.mp3"), Array(try stage.bytes("Cut", .mp3, scenario).prefix(3333)))
    }

    @Test("A file that cannot be written ends the program before any credit is spent", arguments: [[], ["--tee"]])
    func unwritable(_ options: [String]) async throws {
      let scratch = try TemporaryFolder()
      for path in [scratch.path("missing/speech.mp3"), scratch.path("")] {
        stage.set(.noise(300))
        let result = try await GustProgram.run(["-o", path, "Nowhere"] + options, on: stage)
        result.expectFailure(1, ["speech.mp3", "gust-test"].filter(path.contains) + ["cannot be opened"])
        #expect(stage.requests.isEmpty)
      }
    }

    @Test("A disk that is full is an error, and is said so")
    func fullDisk() async throws {
      stage.set(.noise(300))
      let result = try await GustProgram.run(["-o", "/dev/full", "Too much"], on: stage)
      result.expectFailure(1, ["/dev/full", "cannot be written"])
    }
  }
}
