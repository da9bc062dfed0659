import Gust

extension CommandSyntax {
  /// `gust voices`.
  static let voices = CommandSyntax(
    "voices", "list the voices there are",
    options: [
      OptionSyntax("search", value: "WORDS", "only voices that the service finds by these words"),
      OptionSyntax(
        "category", value: .choice(VoiceQuery.Category.allCases.map(\.rawValue)), "only voices that were made so"),
      OptionSyntax(
        "type", value: .choice(VoiceQuery.Ownership.allCases.map(\.rawValue)),
        "the service's voices, those of the account, or all"),
      OptionSyntax("language", value: "CODE", "only voices for a language; en takes en-GB, too"),
      OptionSyntax("json", nil, "print one JSON array, its fields named as the service names them"),
      .quiet,
    ] + .service,
    notes: """
      In a terminal, lines are cut to its width, ids excepted; in a pipe nothing is cut. What the service says of a voice
      beyond the columns is in the JSON.
      """,
    examples: [
      Example("gust voices --language de", "The voices that speak German."),
      Example("gust voices --type personal --json | jq -r '.[].voice_id'", "The ids of one's own voices."),
    ])

  /// `gust devices`.
  static let devices = CommandSyntax(
    "devices", "list what can be played on",
    options: [OptionSyntax("json", nil, "print one JSON array")],
    notes: """
      * marks the sound server's default. The name is what -a takes.
      """,
    examples: [Example("gust devices", "What can be named behind -a.")])

  /// `gust doctor`.
  static let doctor = CommandSyntax(
    "doctor", "look whether all that speaking needs is there",
    options: [
      OptionSyntax("voice", "v", value: "ID", "the voice to look for (else BREEZE_VOICE)"),
      OptionSyntax("audio-device", "a", value: "SINK", "the sink to look at, by name (else PULSE_SINK)"),
      OptionSyntax("json", nil, "print one JSON object"),
    ] + .service,
    notes: """
      Nothing is generated, billed or heard, and the key is not shown. ✓ is fine, ✗ is not, – is of no account or could not
      be looked at. The exit status is that of the first thing that speaking needs and that is not fine. No wait is longer than
      --timeout says, 5 seconds if it says nothing.
      """,
    examples: [Example("gust doctor", "Look at everything.")])
}

extension ParsedArguments {
  /// For commands that take none.
  func refuseOperands() throws(UsageError) {
    guard let operand = operands.first else { return }
    throw UsageError("\(operand.debugDescription) is not an option.")
  }
}
