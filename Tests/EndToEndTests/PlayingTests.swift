import AudioTypes
import BreezeSimulator
import PulseHarness
import Testing

extension EndToEndTests {
  @Suite struct Playing {
    let stage: Stage

    init() throws {
      stage = try EndToEndTests.stage
    }

    /// How the bytes come, and how playing may begin.
    struct Delivery: Sendable, CustomTestStringConvertible {
      let testDescription: String
      let pace: Pace
      var arguments: [String] = []

      static let all = [
        Delivery(testDescription: "all at once", pace: .burst),
        Delivery(testDescription: "twice as fast as it sounds", pace: Pace()),
        Delivery(testDescription: "odd chunks, jittered", pace: .jittered, arguments: ["--start", "300"]),
      ]
    }

    @Test("PCM arrives at the sink unchanged, first to last sample", arguments: Delivery.all)
    func pcm(_ delivery: Delivery) async throws {
      let scenario = Scenario.noise(1500, pace: delivery.pace)
      let text = "PCM \(delivery.testDescription)"
      stage.set(scenario)
      let recording = try await stage.hear { _ in
        let result = try await GustProgram.run(["--format", "pcm", text] + delivery.arguments, on: stage)
        #expect(result.ending == .exit(0))
        #expect(result.error.isEmpty && result.output.isEmpty)
      }
      expectSame(recording.sound, try stage.samples(text, scenario))
      #expect(stage.requests.count == 1)
    }

    @Test("MP3 is heard as mpg123 decodes it, less the silence of the codec", arguments: Delivery.all)
    func mp3(_ delivery: Delivery) async throws {
      let scenario = Scenario.noise(1500, pace: delivery.pace)
      let text = "MP3 \(delivery.testDescription)"
      stage.set(scenario)
      let recording = try await stage.hear { _ in
        let result = try await GustProgram.run([text] + delivery.arguments, on: stage)
        #expect(result.ending == .exit(0))
        #expect(result.error.isEmpty && result.output.isEmpty)
      }
      let offline = try await offPool { [stage] in try decodeOffline(try stage.bytes(text, .mp3, scenario)) }
      let heard = recording.sound
      let missing = offline.nonzero.count - heard.count
      try #require(missing >= 0)
      expectSame(heard, Array(offline.nonzero.dropFirst(missing)))

      let firstHeard = try #require(offline.indices.filter { offline[$0] != 0 }.dropFirst(missing).first)
      #expect((529...1105).contains(firstHeard), "\(firstHeard) samples were dropped")
    }

    @Test("Speech can come from standard input or a file")
    func sources() async throws {
      let scenario = Scenario.noise(400)
      let scratch = try TemporaryFolder()
      let sources: [(arguments: [String], input: [UInt8])] = [
        ([], Array("Grüße\n".utf8)), (["-f", "-"], Array("Grüße\n".utf8)),
        (["-f", try scratch.write("text", Array("Grüße\n".utf8))], []),
      ]
      for source in sources {
        stage.set(scenario)
        let recording = try await stage.hear { _ in
          let result = try await GustProgram.run(
            ["--format", "pcm"] + source.arguments, on: stage, input: source.input)
          #expect(result.ending == .exit(0), "\(result.error)")
        }
        // Without what ends the line, which is not said.
        expectSame(recording.sound, try stage.samples("Grüße", scenario))
      }
    }

    @Test("A text may begin with a dash, and be given in several words")
    func dashes() async throws {
      stage.set(.noise(200))
      let result = try await GustProgram.run(["--", "-5", "degrees"], on: stage)
      #expect(result.ending == .exit(0))
      let body = try #require(stage.requests.first?.body)
      #expect(String(decoding: body, as: UTF8.self).contains(#""text":"-5 degrees""#))
    }

    @Test("Volume 1 leaves every bit, 0.5 halves, 0 silences", arguments: [1.0, 0.5, 0])
    func volume(_ factor: Double) async throws {
      let scenario = Scenario.noise(400)
      stage.set(scenario)
      let recording = try await stage.hear { _ in
        let result = try await GustProgram.run(["--format", "pcm", "--volume", "\(factor)", "Volume"], on: stage)
        #expect(result.ending == .exit(0))
      }
      let expected = try stage.samples("Volume", scenario).map { Int16((Double($0) * factor).rounded()) }
      expectSame(recording.sound, expected.nonzero)
    }

    @Test("--start waits until so much is in hand, so that a pause within it is not heard")
    func start() async throws {
      let scenario = Scenario.noise(900, pace: .pausing(after: 200, for: 500))
      stage.set(scenario)
      let recording = try await stage.hear { _ in
        let result = try await GustProgram.run(["--format", "pcm", "--start", "300", "Patience"], on: stage)
        #expect(result.ending == .exit(0))
      }
      expectSame(recording.sound, try stage.samples("Patience", scenario))
      let onset = try #require(recording.firstFrame(louderThan: 0))
      let enough = try #require(
        stage.requests.first?.sends.first { ($0.totalAudio ?? .zero) >= .milliseconds(300) }?.instant)
      // The recorder's clock may be some milliseconds early.
      #expect(recording.instant(ofFrame: onset) > enough.advanced(by: .milliseconds(-20)))
    }

    @Test("-a and PULSE_SINK choose the sink")
    func sink() async throws {
      let scenario = Scenario.noise(300)
      let expected = try stage.samples("Elsewhere", scenario)
      let choices: [(arguments: [String], environment: [String: String?])] = [
        (["-a", "other"], [:]), ([], ["PULSE_SINK": "other"]), (["-a", "other"], ["PULSE_SINK": "speech"]),
      ]
      for choice in choices {
        stage.set(scenario)
        let first = try await stage.hear { _ in
          let other = try await stage.hear(on: "other") { _ in
            let result = try await GustProgram.run(
              ["--format", "pcm", "Elsewhere"] + choice.arguments, on: stage, environment: choice.environment)
            #expect(result.ending == .exit(0))
          }
          expectSame(other.sound, expected)
        }
        #expect(first.sound.isEmpty)
      }
    }

    @Test("--timings shows the waterfall, on standard error")
    func timings() async throws {
      stage.set(.noise(300, pace: Pace()))
      let result = try await GustProgram.run(["--timings", "Timings"], on: stage)
      #expect(result.ending == .exit(0))
      #expect(result.output.isEmpty)
      for label in [
        "send request", "service answers", "TTFB", "start-up overhead", "stalls", "granted buffer", "arrival",
      ] {
        #expect(result.error.contains(label), "\(result.error)")
      }
    }

    @Test("The key is not among the arguments that everybody can read")
    func arguments() async throws {
      stage.set(.noise(600, pace: Pace()))
      let run = try GustProgram.start(["Secret"], on: stage)
      #expect(await eventually { !stage.requests.isEmpty })
      let line = try commandLine(of: run.identifier)
      #expect(line.contains("Secret") && !line.contains(Stage.key))
      #expect(try await GustProgram.end(of: run).ending == .exit(0))
    }
  }
}

extension Pace {
  /// Half again as fast as it sounds, in chunks that break samples and frames, some of them late.
  static var jittered: Pace {
    var pace = Pace()
    pace.speed = 1.5
    pace.firstChunkAudioMilliseconds = 33.1
    pace.chunkAudioMilliseconds = 27.3
    pace.jitter = Jitter(.gilbertElliott, milliseconds: 40)
    return pace
  }

  /// At once and much faster than it sounds, but for one pause.
  static func pausing(after audio: Double, for pause: Double) -> Pace {
    var pace = Pace()
    pace.timeToFirstByteMilliseconds = 0
    pace.speed = 20
    pace.stalls = [.init(afterAudioMilliseconds: audio, milliseconds: pause)]
    return pace
  }
}
