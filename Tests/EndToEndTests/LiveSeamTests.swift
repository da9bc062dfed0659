import AudioTypes
import BreezeSimulator
import Foundation
import PulseHarness
import Testing

extension EndToEndTests {
  /// The seams between the parts of a text that `gust say` speaks, to the sample.
  @Suite struct LiveSeams {
    let stage: Stage
    /// Paragraphs, so that each of them is a request of its own.
    private static let sentences = (1...20).map { "This is sentence \($0)." }

    init() throws {
      stage = try EndToEndTests.stage
    }

    /// Speaks `texts`, and returns what was heard and the report.
    private func speak(
      _ texts: [String], in scenario: Scenario, as expected: [Int16]? = nil, _ options: [String],
      isArgument: Bool = false
    ) async throws -> (Recording, [String: String]) {
      let scratch = try TemporaryFolder()
      var report: [String: String] = [:]
      let recording = try await stage.hearUnbroken(scenario, as: expected) { _ in
        let text = texts.joined(separator: "\n\n")
        let result = try await GustProgram.run(
          ["--latency-report", scratch.path("report")] + options + (isArgument ? [text] : []), on: stage,
          input: isArgument ? [] : Array(text.utf8))
        #expect(result.ending == .exit(0) && result.error.isEmpty, "\(result.error)")
        report = try facts(ofJSON: try scratch.read("report"))
        return try ["stalls.count", "gaps.count"].reduce(0) { try $0 + #require(report[$1].flatMap(Int.init)) }
      }
      #expect(stage.texts == texts)
      #expect(report["schema"] == "gust-narration-report" && report["outcome"] == "finished")
      #expect(report["utterances.finished"] == "\(texts.count)" && report["retries"] == "0", "\(report)")
      return (recording, report)
    }

    @Test("Twenty sentences at one and a half times their pace: every bit, and not a sample between them")
    func twentyInARow() async throws {
      let scenario = Scenario.noise(900, pace: .modest)
      let expected = try Self.sentences.flatMap { try stage.samples($0, scenario) }
      let (recording, report) = try await speak(Self.sentences, in: scenario, as: expected, ["--format", "pcm"])
      expectSame(recording.stretch, expected)
      #expect(report["heard_ms"] == "18000" && report["position.utterance"] == "20")
      #expect(report["position.characters"] == "\(Self.sentences.joined(separator: "\n\n").count)")
      #expect(Set(stage.requests.map(\.clientPort)).count <= 2)
    }

    @Test("MP3: as long as it was, everywhere like it to the millisecond")
    func mp3() async throws {
      // A length for which the codec fills up nearly a whole frame.
      let scenario = Scenario.noise(900.5, pace: .modest)
      // The seams are judged, not how early it dares to begin: a busy machine might have it run dry each time.
      let (recording, _) = try await speak(
        Array(Self.sentences.prefix(10)), in: scenario, ["--format", "mp3", "--start", "250"])
      try Comparing.expectAligned(recording.stretch, try stage.spoken(scenario))
    }

    @Test("--sentence-pause is exact to the sample, in a text that is an argument, too", arguments: [false, true])
    func pauses(_ isArgument: Bool) async throws {
      let scenario = Scenario.noise(700, pace: .modest)
      let texts = Array(Self.sentences.prefix(5))
      let pause = [Int16](repeating: 0, count: 7992)
      let expected = Array(try texts.map { try stage.samples($0, scenario) }.joined(separator: pause))
      let (recording, _) = try await speak(
        texts, in: scenario, as: expected, ["--format", "pcm", "--sentence-pause", "333"], isArgument: isArgument)
      expectSame(recording.stretch, expected)
    }
  }
}
