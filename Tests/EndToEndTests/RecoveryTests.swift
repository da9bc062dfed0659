import AudioTypes
import BreezeSimulator
import Gust
import PulseHarness
import Testing

extension EndToEndTests {
  /// A stream that breaks off goes on from the history, and is never generated twice.
  @Suite struct Recoveries {
    let stage: Stage

    init() throws {
      stage = try EndToEndTests.stage
    }

    private var downloads: [RequestRecord] { stage.simulator.log().filter { $0.path.contains("/history/") } }

    func play(
      _ text: String, _ format: SpeechFormat = .pcm, savingTo path: String? = nil,
      _ configure: (inout PlayerConfiguration) -> Void = { _ in }
    ) async throws -> (heard: Recording, report: UtteranceReport) {
      let player = try stage.player(configure)
      var report: UtteranceReport?
      let recording = try await stage.hear { _ in
        let request = SpeechRequest(text: text, voiceID: BreezeSimulator.defaultVoice, format: format)
        report = try await player.speak(request, savingTo: path).end()
      }
      try await shutDown(player)
      #expect(stage.requests.count == 1, "what was generated must not be generated again")
      return (recording, try #require(report))
    }

    /// The same of `scenario`, without a gap: a machine that is too busy to join the rest in time gets two more tries.
    private func playUnbroken(
      _ scenario: Scenario, _ text: String, _ format: SpeechFormat = .pcm, savingTo path: String
    ) async throws -> (heard: Recording, report: UtteranceReport) {
      for _ in 1...2 {
        stage.set(scenario)
        let played = try await play(text, format, savingTo: path)
        if played.heard.gaps.isEmpty && played.report.stallCount == 0 { return played }
      }
      stage.set(scenario)
      return try await play(text, format, savingTo: path)
    }

    @Test(
      "PCM, cut anywhere: bit for bit what it would have been, without a gap",
      arguments: [0, 1, 2, 479, 4801, 20_000, 20_001, 71_998, 71_999], [Cut.How.close, .reset])
    func pcm(_ bytes: Int, _ how: Cut.How) async throws {
      let text = "Cut at \(bytes) \(how)"
      let scenario = Scenario.noise(1500) { $0.cut = Cut(afterBytes: bytes, how: how) }
      stage.set(scenario)
      let (heard, report) = try await play(text)
      #expect(report.isFinished, "\(report.outcome)")
      expectSame(heard.sound, try stage.samples(text, scenario))
      #expect(report.bytesReceived == ByteCount(72_000))
      #expect(report.recovery?.method == .bytes && report.recovery?.failure == nil)
      #expect(downloads.map(\.status) == [200])
      // A reset may overtake the last bytes.
      #expect((how == .reset ? 0...bytes : bytes...bytes).contains(report.recovery?.brokeOffAt.rawValue ?? -1))
    }

    @Test("With audio in hand nobody hears that it was not ready at first")
    func notReady() async throws {
      let scenario = Scenario.noise(5000) {
        $0.cut = Cut(afterBytes: 192_000)
        $0.history.notReadyCount = 2
        $0.history.retryAfterSeconds = 1
      }
      stage.set(scenario)
      let (heard, report) = try await play("Not ready")
      #expect(report.isFinished, "\(report.outcome)")
      expectSame(heard.sound, try stage.samples("Not ready", scenario))
      #expect(report.stalledTime < .seconds(1), "what was not ready took two")
      #expect(downloads.map(\.status) == [425, 425, 200])
      #expect(report.recovery.map { $0.attempts == 1 && $0.waited >= .seconds(2) } == true)
      #expect(report.retries.isEmpty)
    }

    @Test("Nothing in hand: a gap, and no sample lost")
    func ranDry() async throws {
      let scenario = Scenario.noise(1500) {
        $0.cut = Cut(afterBytes: 14_400)
        $0.history.notReadyCount = 1
      }
      stage.set(scenario)
      let (heard, report) = try await play("Ran dry")
      #expect(report.isFinished, "\(report.outcome)")
      expectSame(heard.sound, try stage.samples("Ran dry", scenario))
      #expect(report.stallCount >= 1 && !heard.gaps.isEmpty)
    }

    @Test("Cut again and again, each time further on")
    func again() async throws {
      let scenario = Scenario.noise(1500) { $0.cut = Cut(afterBytes: 20_001) }
      stage.set(scenario)
      stage.simulator.enqueue(
        [30_000, 10_000, 50_001].map { bytes in .historyBurst { $0.cut = Cut(afterBytes: bytes) } })
      let scratch = try TemporaryFolder()
      let (heard, report) = try await play("Again", savingTo: scratch.path("speech.pcm"))
      #expect(report.isFinished, "\(report.outcome)")
      expectSame(heard.sound, try stage.samples("Again", scenario))
      expectSame(try scratch.read("speech.pcm"), try stage.bytes("Again", .pcm, scenario))
      #expect(report.recovery?.attempts == 4)
    }

    @Test("A history that always breaks off is given up, and what came is heard")
    func givenUp() async throws {
      let scenario = Scenario.noise(1500) { $0.cut = Cut(afterBytes: 20_000) }
      stage.set(scenario)
      let cuts = Array(repeating: Scenario.historyBurst { $0.cut = Cut(afterBytes: 30_000) }, count: 6)
      stage.simulator.enqueue(cuts)
      let (heard, report) = try await play("Given up")
      expectSame(heard.sound, Array(try stage.samples("Given up", scenario).prefix(15_000)))
      report.expectTruncated("cut")
      #expect(downloads.count == 6)
    }

    @Test("MP3: byte for byte what it would have been, and heard as if whole")
    func mp3() async throws {
      // More than a second is in hand while the rest is fetched.
      let scenario = Scenario.noise(1500) { $0.cut = Cut(afterBytes: 9003) }
      let scratch = try TemporaryFolder()
      let (heard, report) = try await playUnbroken(scenario, "Same", .mp3, savingTo: scratch.path("speech.mp3"))
      #expect(report.isFinished, "\(report.outcome)")
      expectSame(try scratch.read("speech.mp3"), try stage.bytes("Same", .mp3, scenario))
      stage.set(.noise(1500))
      let whole = try await play("Same", .mp3)
      expectSame(heard.sound, whole.heard.sound)
      #expect(heard.gaps.isEmpty)
    }

    @Test("The history keeps another encoding: joined by samples, and the file keeps what came")
    func otherEncoding() async throws {
      let scenario = Scenario.noise(3000) {
        $0.cut = Cut(afterBytes: 48_001)
        $0.history.format = .mp3
      }
      let scratch = try TemporaryFolder()
      let (heard, report) = try await playUnbroken(scenario, "Other", savingTo: scratch.path("speech"))
      if case .failed(.historyDiffers) = report.outcome {} else { Issue.record("\(report.outcome)") }
      #expect(report.recovery?.method == .samples && report.recovery?.attempts == 2)
      #expect(report.recovery?.seam?.basis == .correlation)
      #expect(downloads.map(\.status) == [200, 200])
      expectPrefix(Array(heard.samples.drop { $0 == 0 }.prefix(24_000)), of: try stage.samples("Other", scenario))
      #expect(heard.gaps.isEmpty && report.stallCount == 0)
      // The encoder pads at both ends; the decoder takes the beginning off again.
      #expect((72_000..<76_000).contains(report.framesHeard.rawValue), "\(report.framesHeard)")
      expectSame(try scratch.read("speech"), Array(try stage.bytes("Other", .pcm, scenario).prefix(48_001)))
      #expect(scratch.names == ["speech"])
    }

    @Test("The history has encoded anew: only the bytes tell, and the new file is saved whole")
    func encodedAnew() async throws {
      let scenario = Scenario.noise(2000) {
        $0.cut = Cut(afterBytes: 9000)
        $0.history.bitrateKilobitsPerSecond = 96
      }
      let scratch = try TemporaryFolder()
      let (heard, report) = try await playUnbroken(scenario, "Anew", .mp3, savingTo: scratch.path("speech.mp3"))
      #expect(report.isFinished, "\(report.outcome)")
      #expect(report.recovery?.method == .samples)
      #expect(heard.gaps.isEmpty)
      let item = try #require(report.historyItemID)
      expectSame(try scratch.read("speech.mp3"), try #require(stage.simulator.audio(forHistoryItem: item)))
    }

    @Test("What came is kept when its better is not to be had", arguments: [true, false])
    func betterFails(isHeard: Bool) async throws {
      let scenario = Scenario.noise(2000) {
        $0.cut = Cut(afterBytes: 9000)
        $0.history.bitrateKilobitsPerSecond = 96
      }
      stage.set(scenario)
      stage.simulator.enqueue([
        Scenario { $0.on = .history },
        Scenario {
          $0.on = .history
          $0.failure = Failure(status: 404, code: "RESOURCE_NOT_FOUND")
        },
      ])
      let scratch = try TemporaryFolder()
      let (_, report) = try await play("Kept", .mp3, savingTo: scratch.path("speech.mp3")) {
        if !isHeard { $0.sound = .none }
      }
      report.expectTruncated("404")
      #expect(downloads.map(\.status) == [200, 404])
      expectSame(try scratch.read("speech.mp3"), Array(try stage.bytes("Kept", .mp3, scenario).prefix(9000)))
      #expect(report.savedFile?.byteCount == ByteCount(9000))
      #expect(scratch.names == ["speech.mp3"])
    }

    @Test("What went down a pipe cannot be taken back: it is said to be incomplete")
    func otherEncodingDownAPipe() async throws {
      let scenario = Scenario.noise(1000) {
        $0.cut = Cut(afterBytes: 20_000)
        $0.history.format = .mp3
      }
      stage.set(scenario)
      let result = try await GustProgram.run(["-o", "-", "--format", "pcm", "Piped"], on: stage)
      #expect(result.ending == .exit(9), "\(result.error)")
      #expect(result.lines.last?.contains("encoded differently") == true, "\(result.error)")
      expectSame(result.output, Array(try stage.bytes("Piped", .pcm, scenario).prefix(20_000)))
    }

    @Test("Saved without sound: the whole file")
    func saved() async throws {
      stage.set(.noise(1500) { $0.cut = Cut(afterBytes: 5003) })
      let scratch = try TemporaryFolder()
      let result = try await GustProgram.run(["-o", scratch.path("speech.mp3"), "Saved"], on: stage)
      #expect(result.ending == .exit(0), "\(result.error)")
      #expect(result.error.contains("Fetching the rest from the history."))
      expectSame(try scratch.read("speech.mp3"), try stage.bytes("Saved", .mp3, .noise(1500)))
      #expect(stage.requests.count == 1)
    }

    @Test("No history: what came is heard to its end, and the sentence says both reasons")
    func forgotten() async throws {
      let scenario = Scenario.noise(1500) {
        $0.cut = Cut(afterBytes: 20_000)
        $0.history.failure = .forgotten
      }
      stage.set(scenario)
      let recording = try await stage.hear { _ in
        let result = try await GustProgram.run(["--format", "pcm", "Forgotten"], on: stage)
        #expect(result.ending == .exit(9))
        #expect(result.lines.count == 2 && result.lines.last?.contains("404") == true, "\(result.error)")
        #expect(result.lines.last?.contains("s were heard") == true, "\(result.error)")
      }
      expectSame(recording.sound, Array(try stage.samples("Forgotten", scenario).prefix(10_000)))
      #expect(downloads.count == 1)
    }

    @Test("The wait for the history is bounded")
    func boundedWait() async throws {
      let scenario = Scenario.noise(1500) {
        $0.cut = Cut(afterBytes: 20_000)
        $0.history.notReadyCount = 1000
      }
      stage.set(scenario)
      let (heard, report) = try await play("Waiting") {
        $0.recoveryPolicy = RetryPolicy(
          cost: .free, maximumRetries: 10, baseDelay: .milliseconds(100), delayCap: .seconds(1),
          totalBudget: .milliseconds(2500))
      }
      expectSame(heard.sound, Array(try stage.samples("Waiting", scenario).prefix(10_000)))
      report.expectTruncated("425")
      #expect((2...3).contains(downloads.count), "\(downloads.count)")
    }

    @Test("Stopping does not wait for the history")
    func stopped() async throws {
      stage.set(
        .noise(1500) {
          $0.cut = Cut(afterBytes: 20_000)
          $0.history.notReadyCount = 1000
          $0.history.retryAfterSeconds = 30
        })
      let player = try stage.player()
      let utterance = player.speak(.pcm("Stopped"))
      var names: [String] = []
      for await event in utterance.events {
        names.append(event.name)
        if event.name == "retrying" { break }
      }
      #expect(names.contains("recovering"))
      let report = try await within(.seconds(10)) { await utterance.stop() }
      #expect(report.isStopped)
      try await shutDown(player)
    }

    @Test("The history redirects: its key stays here", arguments: [301, 302, 303, 307, 308])
    func redirected(_ status: Int) async throws {
      let scenario = Scenario.noise(1500) { $0.cut = Cut(afterBytes: 20_000) }
      stage.set(scenario)
      let text = "Redirected \(status)"
      // The stored audio of the request to come, under another name of the same machine.
      let elsewhere = stage.simulator.baseURL.replacing("127.0.0.1", with: "localhost")
      let id = try await nextHistoryItem()
      stage.set(scenario)
      stage.simulator.enqueue([
        Scenario {
          $0.on = .history
          $0.redirect = Redirect(to: "\(elsewhere)/files/\(id).pcm", status: status)
        }
      ])
      let (heard, report) = try await play(text)
      #expect(report.isFinished, "\(report.outcome)")
      expectSame(heard.sound, try stage.samples(text, scenario))
      let file = try #require(stage.simulator.log().last)
      #expect(file.path == "/files/\(id).pcm" && file.header("xi-api-key") == nil)
    }

    /// The id that the simulator will give the next generation.
    private func nextHistoryItem() async throws -> String {
      let player = try stage.player { $0.sound = .none }
      let scratch = try TemporaryFolder()
      let report = try await player.speak(.pcm("Counting"), savingTo: scratch.path("x")).end()
      try await shutDown(player)
      let id = try #require(report.historyItemID)
      let number = try #require(Int(id.suffix(6)))
      let next = String(number + 1)
      return id.dropLast(next.count) + next
    }
  }
}

extension Scenario {
  /// For one download of stored audio, all at once.
  static func historyBurst(_ configure: (inout Scenario) -> Void) -> Scenario {
    Scenario {
      $0.on = .history
      $0.pace = .burst
      configure(&$0)
    }
  }
}

extension UtteranceReport {
  /// Expects that not all came, and that `word` says why the rest did not.
  func expectTruncated(_ word: String, sourceLocation: SourceLocation = #_sourceLocation) {
    guard case .truncated(.unrecovered(_, let reason)) = outcome else {
      Issue.record("\(outcome)", sourceLocation: sourceLocation)
      return
    }
    #expect(reason.message.contains(word), "\(reason.message)", sourceLocation: sourceLocation)
    #expect(recovery?.failure?.message == reason.message, sourceLocation: sourceLocation)
  }
}
