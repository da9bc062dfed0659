import AudioTypes
import BreezeSimulator
import Gust
import PulseHarness
import Testing

extension EndToEndTests {
  /// A text of many pieces of which some fail.
  @Suite struct NarrationFailures {
    let stage: Stage
    private static let texts = ["One", "Two", "Three", "Four", "Five"]

    init() throws {
      stage = try EndToEndTests.stage
    }

    private static let pace: Pace = {
      var pace = Pace()
      pace.timeToFirstByteMilliseconds = 100
      pace.speed = 1.5
      return pace
    }()

    private static func refusing(_ times: Int?, _ status: Int = 429, _ code: String = "GENERATION_CONCURRENCY_EXCEEDED")
      -> Scenario
    {
      var scenario = Scenario.noise(900, pace: pace)
      scenario.failure = Failure(status: status, code: code, times: times)
      return scenario
    }

    @Test("A service without room for two lowers the depth; everything is heard all the same")
    func refusalLowersTheDepth() async throws {
      let scenario = Scenario.noise(900, pace: Self.pace)
      stage.set(scenario)
      stage.simulator.enqueue([scenario, Self.refusing(1)])
      // With so much in hand at first it does not stall on a busy machine.
      let player = try stage.player { $0.startPolicy = .fixed(.milliseconds(500)) }
      try await player.prepare()
      let recording = try await stage.hear { _ in
        let narration = player.narrate(Pieces(texts: Self.texts), as: .pcm(""))
        var names: [String] = []
        for await event in narration.events { names.append(event.name) }
        let report = try await narration.end()
        #expect(report.isFinished && report.retryCount == 1 && report.stallCount == 0)
        #expect(names.contains("depth 1") && names.contains("retrying 1"))
        #expect(!names.contains("depth 2"), "five pieces are too few to try again")
      }
      expectSame(recording.sound, try Self.texts.flatMap { try stage.samples($0, scenario) })
      // From then on each is asked for when the one before has come.
      for (earlier, later) in zip(stage.requests.dropFirst(2), stage.requests.dropFirst(3)) {
        let sent = try #require(earlier.sends.last)
        #expect(later.arrival >= sent.instant)
      }
      try await shutDown(player)
    }

    @Test("One that is refused for too long is asked for again when those before it have come")
    func refusalForLong() async throws {
      let scenario = Scenario.noise(1500, pace: Self.pace)
      stage.set(scenario)
      var long = Self.refusing(1)
      long.audio.signalMilliseconds = 1500
      stage.simulator.enqueue([scenario, long])
      let player = try stage.player {
        $0.retryPolicy = RetryPolicy(
          cost: .billed, maximumRetries: 0, baseDelay: .milliseconds(50), delayCap: .milliseconds(50),
          totalBudget: .seconds(1))
      }
      let texts = Array(Self.texts.prefix(3))
      let recording = try await stage.hear { _ in
        let narration = player.narrate(Pieces(texts: texts), as: .pcm(""))
        var names: [String] = []
        for await event in narration.events { names.append(event.name) }
        let report = try await narration.end()
        #expect(names.contains("deferred 1") && names.contains("depth 1"))
        #expect(report.isFinished && report.deferralCount == 1 && report.pieceCount == 3)
      }
      expectSame(recording.sound, try texts.flatMap { try stage.samples($0, scenario) })
      try await shutDown(player)
    }

    @Test("One that fails is named, and what was asked for before is heard")
    func aFailureEndsIt() async throws {
      let scenario = Scenario.noise(900, pace: Self.pace)
      stage.set(scenario)
      stage.simulator.enqueue([scenario, Self.refusing(nil, 500, "UPSTREAM_GENERATION_ERROR")])
      let player = try stage.player()
      let recording = try await stage.hear { _ in
        let report = try await player.narrate(Pieces(texts: Self.texts), as: .pcm("")).end()
        let failure = try #require(report.failure)
        #expect(failure.piece == 1 && failure.text == TextPiece(text: "Two", sourceRange: 4..<7))
        if case .service(let error) = failure.reason { #expect(error.kind == .upstream) } else { Issue.record() }
        #expect(report.position == NarrationPosition(piece: 0, time: .milliseconds(900), characters: 3))
        #expect(report.pieceCount == 2 && report.failureCount == 1)
      }
      expectSame(recording.sound, try stage.samples("One", scenario))
      #expect(stage.requests.count == 2)
      try await shutDown(player)
    }

    @Test("With keep-going the rest is heard")
    func keepsGoing() async throws {
      let scenario = Scenario.noise(900, pace: Self.pace)
      stage.set(scenario)
      stage.simulator.enqueue([scenario, Self.refusing(nil, 500, "UPSTREAM_GENERATION_ERROR")])
      let player = try stage.player()
      let recording = try await stage.hear { _ in
        let options = NarrationOptions(keepsGoing: true)
        let report = try await player.narrate(Pieces(texts: Self.texts), as: .pcm(""), options: options).end()
        #expect(report.isIncomplete && report.finishedCount == 4 && report.failures.map(\.piece) == [1])
      }
      expectSame(recording.sound, try ["One", "Three", "Four", "Five"].flatMap { try stage.samples($0, scenario) })
      try await shutDown(player)
    }

    @Test("What concerns every piece ends it in any case", arguments: [(401, "AUTH_REQUIRED"), (402, "BILLING")])
    func hopeless(status: Int, code: String) async throws {
      stage.set(Self.refusing(nil, status, code))
      let player = try stage.player()
      let options = NarrationOptions(keepsGoing: true)
      let report = try await player.narrate(Pieces(texts: Self.texts), as: .pcm(""), options: options).end()
      #expect(report.failure?.piece == 0 && report.position == nil && report.failureCount == 1)
      #expect(stage.requests.count == 1)
      try await shutDown(player)
    }

    @Test("A service that fails every piece is not asked for a whole book")
    func failingThroughout() async throws {
      stage.set(Self.refusing(nil, 500, "UPSTREAM_GENERATION_ERROR"))
      let player = try stage.player()
      let options = NarrationOptions(keepsGoing: true)
      let texts = (1...50).map { "Piece \($0)" }
      let report = try await player.narrate(Pieces(texts: texts), as: .pcm(""), options: options).end()
      #expect(report.failure != nil && report.failureCount == 3)
      #expect(stage.requests.count <= 4)
      try await shutDown(player)
    }
  }
}
