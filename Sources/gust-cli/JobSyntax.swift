extension CommandSyntax {
  /// `gust job`.
  static let job = CommandSyntax(
    name: "job",
    summary: "Shows how far a generation has come that was ordered with gust say --async.",
    usage: "gust job [OPTION…] ID",
    options: [
      OptionSyntax("wait", "w", "wait until it is over"),
      OptionSyntax("json", nil, "print one JSON object, its fields named as the service names them"),
    ] + .waiting + .service,
    notes: """
      A job that failed or was cancelled is shown, and is an error; one that is not over is none.

      \(exitStatus)
      """)
}
