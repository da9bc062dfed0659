extension CommandSyntax {
  /// `gust play`.
  static let play = CommandSyntax(
    "play", "play what the service has stored, while it is downloaded", operands: "hist_…|job_…",
    groups: [
      OptionGroup("How it sounds", .sounding), OptionGroup("Where it goes", .destination), .shown, .service,
    ],
    notes: """
      hist_… is a history item, job_… a generation job, which is waited for. Files and URLs are not played.
      """,
    examples: [Example("gust play job_k3v9", "Play what was ordered with gust say --async.")])

  /// `gust save`.
  static let save = CommandSyntax(
    "save", "save what the service has stored, as it is", operands: "hist_…|job_…",
    groups: [
      OptionGroup(
        "Where it goes",
        [OptionSyntax("output", "o", value: .fileOrFolder, "where to (the current folder); - is standard output")]),
      .shown, .service,
    ],
    notes: """
      hist_… is a history item, job_… a generation job, which is waited for. In a folder the file gets the name that the
      service suggests, else one made of the id; a file that is there already is kept, and the new one numbered.
      """,
    examples: [Example("gust save hist_8d2k -o ~/Music", "Save under the name that the service suggests.")])
}
