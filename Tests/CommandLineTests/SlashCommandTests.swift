import LineEditor
import Testing

@testable import gust_cli

@Suite struct SlashCommandTests {
  @Test(
    "What a line means",
    arguments: [
      ("", .nothing), ("  \t", .nothing), (" Hello, you ", .speech("Hello, you")), ("//usr/bin", .speech("/usr/bin")),
      ("/stop", .command(.stop, nil)), (" /voice  voc_x ", .command(.voice, "voc_x")),
      ("/voice", .command(.voice, nil)), ("/device a sink", .command(.device, "a sink")),
    ] as [(String, SlashCommand.Meaning)])
  func meaning(_ line: String, _ meaning: SlashCommand.Meaning) {
    #expect(SlashCommand.meaning(of: line) == meaning)
  }

  @Test(
    "What is wrong with a line",
    arguments: [
      ("/pase", "Did you mean /pause?"), ("/xyzzy", "/help shows the commands"), ("/stop it", "/stop stands alone."),
      ("/Volume 1", "Did you mean /volume?"),
    ])
  func mistakes(_ line: String, _ hint: String) throws {
    guard case .mistake(let message) = SlashCommand.meaning(of: line) else {
      Issue.record("\(line) is none")
      return
    }
    #expect(message.contains(hint), "\(message)")
  }

  @Test func helpNamesAllAndFitsAScreen() {
    let lines = SlashCommand.overview.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count < 20 && lines.allSatisfy { $0.count <= 80 }, "\(SlashCommand.overview)")
    for command in SlashCommand.allCases {
      #expect(lines.contains { $0.hasPrefix("/\(command.rawValue) ") })
    }
  }

  @Test func onlyCommandsAreCompleted() {
    #expect(SlashCommand.completion(of: "/ag").insertion == "ain ")
    #expect(SlashCommand.completion(of: "ag").insertion.isEmpty)
    #expect(SlashCommand.completion(of: "/voice ag").insertion.isEmpty)
  }
}
