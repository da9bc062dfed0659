import Dispatch
import PulseHarness
import PulseOutput
import SpeechAPI
import Testing

@testable import Playback

/// A player that is over, or never could play: everyone who waits gets an answer.
@Suite(.timeLimit(.minutes(1))) struct ShutDownTests {
  private func player(sound: PlayerConfiguration.Sound) throws -> Player {
    let endpoint = try ServiceEndpoint("http://127.0.0.1:9")
    var configuration = PlayerConfiguration(service: SpeechService(endpoint: endpoint, key: try APIKey("k")))
    configuration.sound = sound
    configuration.stateFolder = nil
    return try Player(configuration)
  }

  private static let noServer = PlayerConfiguration.Sound.pulse(
    PulseConfiguration(server: "unix:/nonexistent/gust-test"))

  @Test func withoutASoundServerNothingIsSent() async throws {
    let player = try player(sound: Self.noServer)
    await #expect(throws: PreparationError.self) { try await player.prepare() }
    let report = await player.speak(SpeechRequest(text: "Hello", voiceID: "v")).report
    guard case .failed(.output(.noServer)) = report.outcome else {
      Issue.record("\(report.outcome)")
      return
    }
    #expect(report.marks[.requestSent] == nil)
  }

  @Test func whoSpeaksAfterTheEndIsTold() async throws {
    for sound in [Self.noServer, .none] {
      let player = try player(sound: sound)
      player.shutDown()
      player.shutDown()
      let report = await player.speak(SpeechRequest(text: "Hello", voiceID: "v")).report
      guard case .failed = report.outcome else {
        Issue.record("\(report.outcome)")
        continue
      }
    }
  }

  @Test func whoSpeaksDuringTheEndIsTold() async throws {
    for _ in 0..<20 {
      let player = try player(sound: Self.noServer)
      let utterances = (0..<4).map { _ in player.speak(SpeechRequest(text: "Hello", voiceID: "v")) }
      player.shutDown()
      for utterance in utterances {
        if case .finished = await utterance.report.outcome { Issue.record("it cannot have been heard") }
      }
    }
  }

  @Test func whoSpeaksDoesNotWaitForTheKey() async throws {
    let folder = try TemporaryFolder()
    let returned = DispatchSemaphore(value: 0)
    let service = SpeechService(endpoint: try ServiceEndpoint("http://127.0.0.1:9")) {
      throw NoKey(description: returned.wait(timeout: .now() + 20) == .success ? "returned" : "still speaking")
    }
    var configuration = PlayerConfiguration(service: service)
    configuration.sound = .wavFile(folder.path("silent.wav"))
    configuration.stateFolder = nil
    let player = try Player(configuration)
    let utterance = player.speak(SpeechRequest(text: "Hello", voiceID: "v"))
    returned.signal()
    let outcome = await utterance.report.outcome
    guard case .failed(.key("returned")) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    player.shutDown()
  }

  private struct NoKey: Error, CustomStringConvertible {
    let description: String
  }
}
