import Gust
import Testing

@testable import gust_cli

/// How `gust say` and `gust play` behave towards other speech.
@Suite struct MannerTests {
  private func manner(_ arguments: String...) throws -> String {
    let parsed = try ParsedArguments(arguments + ["hist_1"], .play)
    return "\(try FetchOptions(toPlay: parsed).playback.manner)"
  }

  @Test func theyQueueUnlessTold() throws {
    #expect(try manner() == "queue")
    #expect(try manner("--now") == "interrupt")
    #expect(try manner("--mix") == "mix")
    #expect(throws: UsageError.self) { try manner("--now", "--mix") }
  }

  @Test func stopTakesNoArguments() throws {
    #expect(throws: UsageError.self) { try StopCommand(try ParsedArguments(["all"], .stop)) }
  }
}
