extension CommandSyntax {
  /// `gust completions`.
  static let completions = CommandSyntax(
    "completions", "print the script that completes gust in a shell", operands: Shell.choice.placeholder,
    operand: Shell.choice,
    notes: "“gust setup” puts the scripts of all three where the shells look for them.",
    examples: [Example("eval \"$(gust completions bash)\"", "Have it in this shell only.")])

  /// `gust manual`.
  static let manual = CommandSyntax(
    "manual", "print the manual page of gust, or of a command, in roff", operands: "[COMMAND]", operand: .command,
    notes: "“gust setup” puts all pages where man looks for them.",
    examples: [Example("gust manual say | man -l -", "Read the page of gust say.")])
}

extension Shell {
  fileprivate static let choice = ValueSyntax.choice(allCases.map(\.rawValue))
}

/// What `gust completions` prints.
struct CompletionsCommand {
  let text: String

  init(_ arguments: ParsedArguments) throws(UsageError) {
    let names = Shell.allCases.map(\.rawValue)
    guard let name = arguments.operands.first, arguments.operands.count == 1 else {
      throw UsageError("Name one shell: \(names.inWords).")
    }
    guard let shell = Shell(rawValue: name) else {
      throw UsageError(.choosing(name, for: "gust completions", among: names))
    }
    text = shell.completion(of: Command.all.map(\.syntax))
  }
}

/// What `gust manual` prints.
struct ManualCommand {
  let text: String

  init(_ arguments: ParsedArguments) throws(UsageError) {
    guard arguments.operands.count <= 1 else { throw UsageError("Name one command.") }
    if let name = arguments.operands.first {
      text = ManualPage.of(try Command.named(name).syntax)
    } else {
      text = ManualPage.overview(Command.all.map(\.syntax))
    }
  }
}
