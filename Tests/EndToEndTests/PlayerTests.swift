import AudioTypes
import BreezeSimulator
import Gust
import PulseHarness
import TestSupport
import Testing

extension EndToEndTests {
  /// One player, several utterances.
  @Suite struct Players {
    let stage: Stage

    init() throws {
      stage = try EndToEndTests.stage
    }

    @Test("The second of two utterances uses the warm connection, and both are heard whole")
    func twoInARow() async throws {
      let scenario = Scenario.noise(500, pace: Pace())
      stage.set(scenario)
      let player = try stage.player()
      let recording = try await stage.hear { _ in
        let first = try await player.speak(pcm("One")).end()
        let second = try await player.speak(pcm("Two")).end()
        #expect(first.isFinished && second.isFinished)
        #expect(!first.isConnectionReused && second.isConnectionReused)
        #expect(second.framesHeard == FrameCount(12_000))
      }
      expectSame(recording.sound, try samples(["One", "Two"], scenario))
      #expect(Set(stage.requests.map(\.clientPort)).count == 1)
      try await shutDown(player)
    }

    @Test("Three queued at once are heard in order, without a seam")
    func queue() async throws {
      let scenario = Scenario.noise(400)
      let texts = ["Three", "Four", "Five"]
      let spoken = try samples(texts, scenario)
      let player = try stage.player()
      let recording = try await stage.hearUnbroken(scenario, as: spoken) { _ in
        let utterances = texts.map { player.speak(pcm($0)) }
        var stalls = 0
        for utterance in utterances {
          let report = try await utterance.end()
          #expect(report.isFinished, "\(report.outcome)")
          stalls += report.stallCount
        }
        return stalls
      }
      expectSame(recording.stretch, spoken)
      try await shutDown(player)
    }

    @Test("A pause is silent, and what follows goes on where it stood")
    func pause() async throws {
      let scenario = Scenario.noise(1000)
      stage.set(scenario)
      let player = try stage.player()
      let recording = try await stage.hear { recorder in
        let utterance = player.speak(pcm("Paused"))
        try await recorder.waitForSound(.milliseconds(200))
        player.pause()
        try await Task.sleep(for: .milliseconds(600))
        player.resume()
        try await utterance.expectFinished()
      }
      expectSame(recording.sound, try samples(["Paused"], scenario))
      #expect(recording.gaps.contains { $0 > .milliseconds(300) })
      try await shutDown(player)
    }

    @Test("A player can be paused before the sound server has answered")
    func pauseEarly() async throws {
      let scenario = Scenario.noise(400)
      stage.set(scenario)
      let recording = try await stage.hear { recorder in
        let player = try stage.player()
        player.pause()
        let utterance = player.speak(pcm("Paused early"))
        #expect(await eventually { stage.requests.first?.ending == .complete })
        #expect(recorder.recording.sound.isEmpty)
        player.resume()
        try await utterance.expectFinished()
        try await shutDown(player)
      }
      expectSame(recording.sound, try samples(["Paused early"], scenario))
    }

    @Test("When the one that sounds is stopped, the next is heard whole")
    func stopFirst() async throws {
      let scenario = Scenario.noise(1500)
      stage.set(scenario)
      let player = try stage.player()
      let recording = try await stage.hear { recorder in
        let first = player.speak(pcm("Stopped"))
        let second = player.speak(pcm("Kept"))
        try await recorder.waitForSound(.milliseconds(300))
        let report = await first.stop()
        #expect(report.isStopped && report.framesHeard < FrameCount(36_000))
        try await second.expectFinished()
      }
      let (stopped, kept) = (try samples(["Stopped"], scenario), try samples(["Kept"], scenario))
      #expect(Array(recording.sound.suffix(kept.count)) == kept)
      let rest = Array(recording.sound.dropLast(kept.count))
      let unchanged = zip(rest, stopped).prefix { $0 == $1 }.count
      #expect(unchanged >= 7200)
      // On a busy machine the sink has taken the first of the fade as it was before the fade could be written over it.
      #expect((24...240).contains(rest.count - unchanged), "\(rest.count - unchanged) samples were faded")
      try await shutDown(player)
    }

    @Test("One that waits its turn can be stopped, too")
    func stopSecond() async throws {
      let scenario = Scenario.noise(700)
      stage.set(scenario)
      let player = try stage.player()
      let recording = try await stage.hear { _ in
        let utterances = ["First", "Never", "Last"].map { player.speak(pcm($0)) }
        #expect(await utterances[1].stop().isStopped)
        try await utterances[0].expectFinished()
        try await utterances[2].expectFinished()
      }
      expectSame(recording.sound, try samples(["First", "Last"], scenario))
      try await shutDown(player)
    }

    @Test("Stopped before its first byte, an utterance is over at once and leaves no request behind")
    func stopEarly() async throws {
      stage.set(Scenario { $0.hang = .beforeHeaders })
      let player = try stage.player()
      let utterance = player.speak(pcm("Never mind"))
      #expect(await eventually { !stage.requests.isEmpty })
      let report = await utterance.stop()
      #expect(report.isStopped && report.framesHeard == .zero && report.bytesReceived == .zero)
      #expect(await eventually { stage.requests.map(\.ending) == [.clientDisconnected] })

      let scenario = Scenario.noise(300)
      stage.set(scenario)
      let recording = try await stage.hear { _ in
        try await player.speak(pcm("After all")).expectFinished()
      }
      expectSame(recording.sound, try samples(["After all"], scenario))
      try await shutDown(player)
    }

    @Test("Shutting down while it plays ends every utterance")
    func shutDownEarly() async throws {
      stage.set(.noise(5000, pace: Pace()))
      let player = try stage.player()
      _ = try await stage.hear { recorder in
        let utterances = ["Cut off", "Never begun"].map { player.speak(pcm($0)) }
        try await recorder.waitForSound(.milliseconds(200))
        try await shutDown(player)
        for utterance in utterances {
          let report = try await utterance.end()
          #expect(!report.isFinished)
        }
      }
      guard case .failed(.shutDown) = try await player.speak(pcm("Too late")).end().outcome else {
        Issue.record("a player that was shut down spoke")
        return
      }
      #expect(stage.requests.count == 2)
    }

    @Test("Events come in the order in which things happen")
    func events() async throws {
      stage.set(
        .noise(800, pace: .pausing(after: 200, for: 900)) { $0.failure = .init(status: 429, code: "X", times: 1) })
      let player = try stage.player()
      var names: [String] = []
      for await event in player.speak(pcm("Events")).events { names.append(event.name) }
      #expect(names.prefix(4) == ["connecting", "retrying", "firstByte", "started"] && names.last == "finished")
      // One stall is the service's doing; a busy machine may add others.
      let stalls = names.dropFirst(4).dropLast()
      #expect(!stalls.isEmpty && stalls.count.isMultiple(of: 2))
      #expect(zip(stalls, stalls.indices).allSatisfy { $0 == ($1.isMultiple(of: 2) ? "stalled" : "resumed") })
      try await shutDown(player)
    }

    @Test("After a stall the start policy has the word again")
    func rebuffering() async throws {
      let player = try stage.player { $0.startPolicy = .fixed(.milliseconds(300)) }
      let samples = try stage.samples("Rebuffered", .noise(600))
      let recording = try await stage.hear { _ in
        let stream = try player.openStream(format: .pcm(.speech))
        try await write(samples[..<7200], to: stream)
        for await event in stream.utterance.events { if case .stalled = event { break } }
        for start in [7200, 9600] {
          try await write(samples[start..<start + 2400], to: stream)
          try await Task.sleep(for: .milliseconds(150))
          #expect(stream.utterance.snapshot.state == .stalled)
        }
        try await write(samples[12_000...], to: stream)
        stream.finish()
        #expect(await stream.utterance.report.isFinished)
      }
      expectSame(recording.sound, samples)
      try await shutDown(player)
    }

    private func write(_ samples: ArraySlice<Int16>, to stream: ByteStream) async throws {
      let bytes = samples.littleEndianBytes
      #expect(try await offPool { stream.write(bytes.span) } == ByteCount(bytes.count))
    }

    @Test("A stall is heard as a gap, loses nothing, and is counted with its length")
    func stall() async throws {
      let scenario = Scenario.noise(800, pace: .pausing(after: 200, for: 900))
      stage.set(scenario)
      let player = try stage.player()
      var result: UtteranceReport?
      let recording = try await stage.hear { _ in result = try await player.speak(pcm("Stalled")).end() }
      let report = try #require(result)
      #expect(report.isFinished)
      expectSame(recording.sound, try samples(["Stalled"], scenario))
      let gaps = recording.gaps
      #expect(report.stallCount > 0 && report.stallCount == gaps.count)
      // By the sink's clock and by ours.
      let difference = report.stalledTime - gaps.reduce(.zero, +)
      #expect(abs(difference.milliseconds) < 100, "reported \(report.stalledTime), heard \(gaps)")
      #expect(report.longestStall <= report.stalledTime)
      try await shutDown(player)
    }

    @Test(
      "The marks are in order, and the first audible frame is where the sink's monitor has it",
      arguments: [SpeechFormat.pcm, .mp3])
    func marks(_ format: SpeechFormat) async throws {
      stage.set(.noise(500, pace: Pace()))
      let player = try stage.player()
      try await player.prepare()
      var difference = try await differenceOfMarks(player, format)
      // On a busy machine the player or the recorder may learn late what it tells.
      for _ in 1...2 where abs(difference.milliseconds) >= 30 {
        difference = try await differenceOfMarks(player, format)
      }
      #expect(abs(difference.milliseconds) < 30)
      try await shutDown(player)
    }

    /// Expects the marks of what is spoken to be in order, and returns how much later than the monitor they have the
    /// first audible frame.
    private func differenceOfMarks(_ player: Player, _ format: SpeechFormat) async throws -> Duration {
      let request = SpeechRequest(text: "Marks", voiceID: BreezeSimulator.defaultVoice, format: format)
      var report: UtteranceReport?
      let recording = try await stage.hear { _ in report = try await player.speak(request).end() }
      let marks = try #require(report).marks
      let order: [TimelineMark] = [
        .command, .requestSent, .responseHeaders, .firstByte, .firstAudioDecoded, .firstAudibleDecoded, .firstWrite,
        .firstAudible, .lastAudible,
      ]
      let instants = order.map { marks[$0] }
      #expect(!instants.contains(nil))
      #expect(zip(instants, instants.dropFirst()).allSatisfy { ($0?.nanoseconds ?? 1) <= ($1?.nanoseconds ?? 0) })

      var onset = AudibleOnset(recording.format)
      onset.examine(recording.samples.span)
      let heard = recording.instant(ofFrame: try #require(onset.onset))
      let difference = heard.duration(to: try #require(marks[.firstAudible]))
      print("\(format): firstAudible is \(difference.milliseconds) ms after the monitor's")
      return difference
    }

    @Test("When the sound server dies, the utterance fails after a while and nothing hangs")
    func serverDies() async throws {
      let doomed = try await offPool { try Stage(sinks: [.init()]) }
      defer { doomed.close() }
      doomed.set(.noise(60_000, pace: Pace()))
      let player = try doomed.player()
      let recorder = try await offPool { try MonitorRecorder(server: doomed.server, sink: "speech") }
      let utterances = ["Doomed", "Doomed, too"].map { player.speak(pcm($0)) }
      try await recorder.waitForSound(.milliseconds(200))
      try await offPool { doomed.server.killHard() }
      for utterance in utterances {
        let outcome = try await utterance.end().outcome
        guard case .failed(.outputLost) = outcome else {
          Issue.record("\(outcome)")
          continue
        }
      }
      #expect(await eventually { doomed.requests.map(\.ending) == [.clientDisconnected, .clientDisconnected] })
      try await shutDown(player)
    }

    @Test("Without a sound server nothing is asked for, and the limit of connecting is not waited for")
    func noServer() async throws {
      stage.set(.noise(100))
      let nowhere = PulseConfiguration(server: "unix:/nowhere/socket", connectLimit: .seconds(600))
      let player = try stage.player { $0.sound = .pulse(nowhere) }
      let outcome = try await player.speak(pcm("Unheard")).end().outcome
      guard case .failed(.output(.noServer)) = outcome else {
        Issue.record("\(outcome)")
        return
      }
      await #expect(throws: PreparationError.self) { try await player.prepare() }
      #expect(stage.requests.isEmpty)
      try await shutDown(player)
    }

    private func pcm(_ text: String) -> SpeechRequest { .pcm(text) }

    private func samples(_ texts: [String], _ scenario: Scenario) throws -> [Int16] {
      try texts.flatMap { try stage.samples($0, scenario) }
    }
  }
}
