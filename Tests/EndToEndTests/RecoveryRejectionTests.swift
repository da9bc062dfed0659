import BreezeSimulator
import Gust
import PulseHarness
import Testing

/// What comes from the history cannot go on for the stream.
extension EndToEndTests.Recoveries {
  @Test("What the history sends is no audio: what came is heard, and both reasons are told", arguments: [32, 400_000])
  func noAudio(_ size: Int) async throws {
    let scratch = try TemporaryFolder()
    let reply = #"{"message": ""# + String(repeating: "x", count: size) + #""}"#
    let file = try scratch.write("reply.json", Array(reply.utf8))
    let scenario = Scenario.noise(1500) {
      $0.cut = Cut(afterBytes: 20_000)
      $0.history.file = file
      $0.history.contentType = "audio/mpeg"
    }
    stage.set(scenario)
    let (heard, report) = try await play("No audio \(size)")
    expectSame(heard.sound, Array(try stage.samples("No audio \(size)", scenario).prefix(10_000)))
    report.expectTruncated("JSON")
    #expect(report.recovery?.method == nil)
    let result = try await GustProgram.run(["--format", "pcm", "No audio"], on: stage)
    #expect(result.ending == .exit(9), "\(result.error)")
    #expect(
      result.lines.last?.contains("cut") == true && result.lines.last?.contains("JSON") == true, "\(result.error)")
  }
}
