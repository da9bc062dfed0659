import PulseHarness
import Testing

/// `gust completions`, in the shells themselves.
@Suite(.serialized, .timeLimit(.minutes(2))) struct Completions {
  /// A line, and what is offered behind it.
  struct Line: Sendable, CustomTestStringConvertible {
    let text: String
    let offers: [String]

    init(_ text: String, _ offers: String...) {
      (self.text, self.offers) = (text, offers.sorted())
    }

    var testDescription: String { text }
  }

  static let lines = [
    Line("gust sa", "save", "say"), Line("gust say --form", "--format"), Line("gust say --fi", "--file"),
    Line("gust say --format ", "aac", "flac", "mp3", "opus", "pcm", "wav"), Line("gust say --format m", "mp3"),
    Line("gust say --start ", "adaptive", "immediate"), Line("gust say --file no", "notes.txt"),
    Line("gust say -f no", "notes.txt"), Line("gust say -v "), Line("gust say -- --f"),
    Line("gust say play --as", "--async"), Line("gust help sa", "save", "say"), Line("gust manual j", "job"),
    Line("gust completions ", "bash", "fish", "zsh"),
  ]

  private func script(of shell: CompletingShell, in scratch: TemporaryFolder) async throws -> String {
    let result = try await GustProgram.runAlone(["completions", shell.rawValue])
    #expect(result.ending == .exit(0) && result.error.isEmpty)
    return try scratch.write("completion", result.output)
  }

  @Test("What Tab offers", arguments: CompletingShell.allCases, lines)
  func offers(_ shell: CompletingShell, _ line: Line) async throws {
    let scratch = try TemporaryFolder()
    let script = try await script(of: shell, in: scratch)
    try scratch.write("notes.txt", [])
    #expect(try await shell.offers(behind: line.text, in: scratch.path(""), script: script) == line.offers)
  }

  @Test("All commands are offered, each option and its value behind =", arguments: CompletingShell.allCases)
  func everything(_ shell: CompletingShell) async throws {
    let scratch = try TemporaryFolder()
    let script = try await script(of: shell, in: scratch)
    func offers(_ line: String) async throws -> Set<String> {
      Set(try await shell.offers(behind: line, in: scratch.path(""), script: script))
    }
    #expect(try await offers("gust ").isSuperset(of: HelpRuns.commands))
    #expect(try await offers("gust say --").isSuperset(of: ["--voice", "--output", "--json", "--help"]))
    // bash takes it for three words.
    let value = try await offers(shell == .bash ? "gust say --format = w" : "gust say --format=w")
    #expect(value == [shell == .fish ? "--format=wav" : "wav"])
  }
}
