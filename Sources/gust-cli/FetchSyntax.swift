extension CommandSyntax {
  /// `gust play`.
  static let play = CommandSyntax(
    name: "play",
    summary: "Plays speech that the Breeze text-to-speech API has stored, while it is downloaded.",
    usage: "gust play [OPTION…] hist_…|job_…",
    options: .playing + .measuring + .waiting + .service,
    notes: """
      hist_… is a history item, job_… a generation job, which is waited for. Files and URLs are not played.

      \(exitStatus)
      """)

  /// `gust save`.
  static let save = CommandSyntax(
    name: "save",
    summary: "Saves speech that the Breeze text-to-speech API has stored, as it is.",
    usage: "gust save [OPTION…] hist_…|job_…",
    options: [
      OptionSyntax(
        "output", "o", value: "FILE|FOLDER", "where to (the current folder); - is standard output")
    ] + .measuring + .waiting + .service,
    notes: """
      hist_… is a history item, job_… a generation job, which is waited for. In a folder the file gets the name that the
      service suggests, else one made of the id; a file that is there already is kept, and the new one numbered.

      \(exitStatus)
      """)
}
