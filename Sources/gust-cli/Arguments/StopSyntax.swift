extension CommandSyntax {
  /// `gust stop`.
  static let stop = CommandSyntax(
    "stop", "silence all speech of yours", options: [.quiet],
    notes: """
      Silences what gust say and gust play are speaking, and what waits to be spoken, and returns when all is silent. It
      says how many that were; that there were none is no error.
      """,
    examples: [CommandSyntax.Example("gust stop", "Silence.")])
}
