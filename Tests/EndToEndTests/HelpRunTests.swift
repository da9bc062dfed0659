import PulseHarness
import Testing

/// What the program says of itself, without a service or sound.
@Suite(.timeLimit(.minutes(2))) struct HelpRuns {
  /// Every command that the program names: indented, and apart from what it does by two spaces or more.
  static let commands: [String] = {
    let result = try? ProgramRun(GustProgram.path, ["help"]).wait()
    let text = String(decoding: result?.output ?? [], as: UTF8.self)
    return text.matches(of: /\n  ([a-z]+)  +\S/).map { String($0.1) }
  }()

  private func output(_ arguments: String...) async throws -> String {
    let result = try await GustProgram.runAlone(arguments)
    #expect(result.ending == .exit(0) && result.error.isEmpty, "\(arguments): \(result.error)")
    return String(decoding: result.output, as: UTF8.self)
  }

  @Test("--help fits a screen of 24 lines, and is the same by every name")
  func overview() async throws {
    let help = try await output("--help")
    let lines = help.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    #expect(lines.count <= 23 && lines.allSatisfy { $0.count <= 80 }, "\(help)")
    #expect(
      Set(Self.commands).isSuperset(of: ["say", "play", "save", "job", "help", "completions", "manual", "setup"]))
    #expect(help.contains("gust say \"Hello\""))
    #expect(try await output("-h") == help)
    #expect(try await output("help") == help)
  }

  @Test("Help of a command, by every name", arguments: commands)
  func command(_ name: String) async throws {
    let help = try await output(name, "--help")
    #expect(help.contains("Usage: gust \(name)") && help.contains("-h, --help") && help.contains("Exit status"))
    #expect(help.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(help)")
    #expect(try await output(name, "-h") == help)
    #expect(try await output("help", name) == help)
  }

  @Test("--version")
  func version() async throws {
    #expect(try await output("--version").wholeMatch(of: /gust \d+\.\d+\.\d+\n/) != nil)
  }

  @Test(
    "A slip is told from a text",
    arguments: [
      (["sya"], "Did you mean say?"), (["Hello"], #"gust say "Hello""#), (["Hello there"], #"gust say "Hello there""#),
      (["say", "--voise", "x"], "Did you mean --voice?"), (["say", "--format", "mp4", "x"], "Did you mean mp3?"),
      (["help", "plya"], "Did you mean play?"), (["manual", "sav"], "Did you mean save?"),
      (["completions", "fissh"], "Did you mean fish?"), (["setup", "--remov"], "Did you mean --remove?"),
      (["completions"], "bash, zsh or fish"), (["setup", "x"], "no operands"),
      (["help", "say", "play"], "one command"),
      (["\u{1B}[2J"], "gust say \"\\u{1B}[2J\""),
    ])
  func slips(arguments: [String], hint: String) async throws {
    let result = try await GustProgram.runAlone(arguments)
    result.expectFailure(2, [])
    #expect(result.error.contains(hint) && !result.error.contains("\u{1B}"), "\(result.error)")
  }
}
