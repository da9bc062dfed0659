extension CommandSyntax {
  /// `gust job`.
  static let job = CommandSyntax(
    "job", "show how far a generation has come", operands: "ID",
    options: [
      OptionSyntax("wait", "w", "wait until it is over"),
      OptionSyntax("json", nil, "print one JSON object, its fields named as the service names them"),
      .quiet, .maximumWait,
    ] + .service,
    notes: """
      Generations are ordered with gust say --async. A job that failed or was cancelled is shown, and is an error; one that
      is not over is none.
      """,
    examples: [Example("gust job job_k3v9 --wait --json", "Wait for the end, and print it for a program.")])
}
