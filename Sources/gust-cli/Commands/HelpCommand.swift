extension CommandSyntax {
  /// `gust help`.
  static let help = CommandSyntax(
    "help", "show what there is, or the options of a command", operands: "[COMMAND]", operand: .command)
}

/// `gust help`: the same as `--help`.
struct HelpCommand {
  let text: String

  init(_ arguments: ParsedArguments) throws(UsageError) {
    guard arguments.operands.count <= 1 else { throw UsageError("Name one command.") }
    let name = arguments.operands.first
    text =
      if let name { HelpText.of(try Command.named(name).syntax) } else {
        HelpText.overview(Command.all.map(\.syntax))
      }
  }
}
