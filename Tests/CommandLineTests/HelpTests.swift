import Testing

@testable import gust_cli

/// What `--help` says.
@Suite struct HelpTests {
  static let names = Command.all.map(\.syntax.name)

  @Test func theOverviewFitsAScreenAndNamesEveryCommand() {
    let lines = HelpText.overview(Command.all.map(\.syntax)).split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count < 24)
    for line in lines { #expect(line.count <= 80, "\(line)") }
    for name in Self.names { #expect(lines.contains { $0.hasPrefix("  \(name) ") }, "\(name)") }
    #expect(lines.count { $0.hasPrefix("  gust say") || $0.contains("| gust say") } >= 2)
  }

  @Test(arguments: names) func aCommandsHelpNamesEveryOptionOnceAndFitsATerminal(name: String) throws {
    let syntax = try Command.named(name).syntax
    let help = HelpText.of(syntax)
    for option in syntax.options + [.help] {
      #expect(help.ranges(of: "  --\(option.name)").count + help.ranges(of: ", --\(option.name)").count >= 1)
    }
    #expect(help.hasPrefix(syntax.summary.asSentence) && help.contains("Usage: gust \(name)"))
    #expect(help.contains("Exit status: 0 done"))
    for line in help.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
  }

  @Test(arguments: names) func aSyntaxIsWellFormed(name: String) throws {
    let syntax = try Command.named(name).syntax
    let options = syntax.options + [.help]
    let letters = options.compactMap(\.letter)
    #expect(Set(letters).count == letters.count && Set(options.map(\.name)).count == options.count)
    for option in options {
      #expect(!option.help.isEmpty && !option.help.hasSuffix("."), "\(option.name)")
      let isCalledFile = option.value?.placeholder.hasPrefix("FILE") ?? false
      #expect(isCalledFile == (option.value?.isFile ?? false && option.value?.placeholder != "FOLDER"))
    }
    #expect(syntax.summary.first?.isLowercase == true && !syntax.summary.hasSuffix("."))
    for example in syntax.examples { #expect(example.line.contains("gust \(name)"), "\(example.line)") }
  }

  @Test func linesAreBrokenBetweenWords() {
    #expect("aa bb cc".wrapped(to: 5) == "aa bb\ncc")
    #expect("aa bb".wrapped(to: 5, margin: 2) == "  aa\n  bb")
    #expect("aaaaaaaa b".wrapped(to: 5) == "aaaaaaaa\nb")
    #expect("a 1\u{A0}b".wrapped(to: 3) == "a\n1 b")
  }
}
