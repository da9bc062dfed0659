extension CommandSyntax {
  /// `gust say`.
  static let say = CommandSyntax(
    name: "say",
    summary: "Speaks a text, or standard input, through the Breeze text-to-speech API.",
    usage: "gust say [OPTION…] [--] [TEXT…]",
    options: [
      OptionSyntax("voice", "v", value: "ID", "the voice that speaks (else BREEZE_VOICE)"),
      OptionSyntax("file", "f", value: "FILE", "speak what FILE holds; - is standard input"),
      OptionSyntax("model", value: "ID", "the model that speaks"),
      OptionSyntax("language", value: "CODE", "the language of the text, such as en or pt-BR"),
      OptionSyntax("instructions", value: "TEXT", "how it is to be spoken"),
      OptionSyntax("guidance", value: "1…10", "how strictly the instructions are followed"),
      OptionSyntax("format", value: "mp3|pcm", "what is streamed (mp3, or what the name behind -o ends in)"),
      OptionSyntax("async", nil, "have it generated first, wait, then play; --format may be wav, flac, aac, opus, too"),
    ] + .playing + .measuring + .waiting + .service,
    notes: """
      Adaptive starts learn from how streams arrive; GUST_STATE=off keeps that from being written to
      $XDG_STATE_HOME/gust.

      Examples:
        gust say -v voc_xeh3w54cqvnp "Hello"
        echo "Hello" | gust say
        gust say -o hello.mp3 --tee -- "-5 degrees outside"

      \(exitStatus)
      """)
}
