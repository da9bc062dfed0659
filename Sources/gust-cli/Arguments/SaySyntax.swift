import Gust

extension CommandSyntax {
  /// `gust say`.
  static let say = CommandSyntax(
    "say", "speak a text, or standard input", operands: "[--] [TEXT…]",
    groups: [
      OptionGroup(
        "What is said",
        [
          OptionSyntax(
            "file", "f", value: .file, "speak what FILE holds, while it is being written; - is standard input"),
          OptionSyntax("interactive", "i", "speak each line that is typed, in a line editor; /help there tells more"),
          OptionSyntax("language", value: "CODE", "the language of the text, such as en or pt-BR"),
          OptionSyntax("markdown", nil, "the text is Markdown: leave out its marks, addresses and code"),
          OptionSyntax("plain", nil, "the text is to be read as it stands (the default)"),
          OptionSyntax("echo", nil, "print the text to standard output as it comes"),
          OptionSyntax("sentence-pause", value: "MS", "silence between the parts of a long text (0)"),
          OptionSyntax("keep-going", nil, "go on behind a part that cannot be spoken, until three in a row cannot"),
        ]),
      OptionGroup(
        "How it sounds",
        [
          OptionSyntax("voice", "v", value: "ID", "the voice that speaks (else BREEZE_VOICE)"),
          OptionSyntax("model", value: "ID", "the model that speaks"),
          OptionSyntax("instructions", value: "TEXT", "how it is to be spoken"),
          OptionSyntax("guidance", value: "1…10", "how strictly the instructions are followed"),
        ] + .sounding),
      OptionGroup(
        "Where it goes",
        .destination + [
          OptionSyntax(
            "format", value: .choice(StoredFormat.allCases.map(\.rawValue), named: "FORMAT"),
            "mp3, pcm or wav (else what the name behind -o ends in, or mp3); with --async flac, aac or opus, too"),
          OptionSyntax("async", nil, "have it generated first, wait for it, then play"),
        ]),
      .shown, .service,
    ],
    notes: """
      A file and standard input are spoken while they are being written: first a clause, then whole sentences, each \
      asked for while the one before plays. With -o or --async all of the text is read first, and spoken in one piece.

      With -i the terminal is a line editor with history. Lines that are entered during speech are spoken behind it; \
      Ctrl-C ends the speech, Ctrl-D the program. The last 1000 lines are kept in $XDG_STATE_HOME/gust/history, but \
      none with what looks like a key; GUST_STATE=off keeps none.

      Adaptive starts learn from how streams arrive; GUST_STATE=off keeps that from being written to
      $XDG_STATE_HOME/gust.
      """,
    examples: [
      Example("gust say -v voc_xeh3w54cqvnp \"Hello\"", "Speak a text with a voice."),
      Example("gust say -i", "Type, and have each line spoken."),
      Example("llm \"Tell me a story\" | gust say --markdown --echo", "Speak, and show, what a program writes."),
      Example(
        "gust say -o hello.mp3 --tee -- \"-5 degrees outside\"", "Save what is spoken; the text begins with a dash."),
    ])
}
