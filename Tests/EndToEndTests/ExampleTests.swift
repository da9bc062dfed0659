import AudioTypes
import BreezeSimulator
import Foundation
import PulseHarness
import Testing

extension EndToEndTests {
  /// The programs in Swift that people read to learn how it is done; they lie beside the command.
  @Suite struct Examples {
    let stage: Stage

    init() throws { stage = try EndToEndTests.stage }

    @Test("The notification is heard, every sample")
    func notification() async throws {
      let scenario = Scenario.noise(300)
      stage.set(scenario)
      let recording = try await stage.hear { _ in
        let result = try await run("voice-notification", "The build has finished")
        #expect(result.ending == .exit(0) && result.text.hasPrefix("heard"), "\(result.text) \(result.error)")
      }
      expectSame(recording.sound, try stage.samples("The build has finished", scenario))
    }

    @Test("A notification that fails says why, and ends as the command does")
    func failingNotification() async throws {
      stage.set(.noise(300))
      let result = try await run("voice-notification", "Unheard", environment: ["BREEZE_API_KEY": "brz_wrong_key_0"])
      #expect(result.ending == .exit(3), "\(result.text) \(result.error)")
      #expect(result.text.contains("401"))
    }

    @Test("What a model writes is spoken piece by piece, without its Markdown, once and in order")
    func tokens() async throws {
      stage.set(.noise(300))
      let words = "Once upon a time there was a **fox**. It could not sleep. So it went out."
      let recording = try await stage.hear { _ in
        let result = try await run("speak-tokens", words)
        #expect(result.ending == .exit(0), "\(result.error)")
        #expect(result.text.contains("finished: \(stage.requests.count) of \(stage.requests.count) pieces heard"))
      }
      let texts = try stage.requests.map { try facts(ofJSON: $0.body)["text"] ?? "" }
      #expect(texts.count > 1)
      let heard = texts.joined(separator: " ").split(separator: " ").joined(separator: " ")
      #expect(heard == words.replacing("*", with: ""))
      expectSame(recording.sound, try texts.flatMap { try stage.samples($0, .noise(300)).nonzero })
    }

    @Test("Frames that are pulled are all there, at the rate and with the channels of the host")
    func pulled() async throws {
      stage.set(.noise(500))
      let result = try await run("pull-frames", "Pulled", environment: ["PULSE_SERVER": "unix:/nonexistent"])
      #expect(result.ending == .exit(0), "\(result.error)")
      let lines = result.text.split(separator: "\n")
      let expected = try stage.samples("Pulled", .noise(500)).count * 2
      let frames = try #require(lines.first { $0.hasSuffix(" frames") }.flatMap { Int($0.dropLast(" frames".count)) })
      // The end may come with silence behind it, no more than two of the host's blocks.
      #expect((expected...expected + 960).contains(frames), "\(frames) of \(expected)")
      #expect(lines.contains { $0.hasPrefix("▮▮▮") } && lines.last == "finished")
    }

    private func run(
      _ name: String, _ text: String, environment: [String: String?] = [:]
    ) async throws -> ProgramRun.Result {
      let program = URL(filePath: GustProgram.path).deletingLastPathComponent().appending(path: name).path
      let sink: [String: String?] = ["PULSE_SINK": "speech"]
      let run = try ProgramRun(
        program, [BreezeSimulator.defaultVoice, text],
        environment: GustProgram.environment(on: stage).merging(sink) { $1 }.merging(environment) { $1 })
      return try await offPool { try run.wait(limit: .seconds(60)) }
    }
  }
}
