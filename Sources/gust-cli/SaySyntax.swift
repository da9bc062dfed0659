extension CommandSyntax {
  /// `gust say`.
  static let say = CommandSyntax(
    name: "say",
    summary: "Speaks a text, or standard input, through the Breeze text-to-speech API.",
    usage: "gust say [OPTION…] [--] [TEXT…]",
    options: [
      OptionSyntax("voice", "v", value: "ID", "the voice that speaks (else BREEZE_VOICE)"),
      OptionSyntax("file", "f", value: "FILE", "speak what FILE holds; - is standard input"),
      OptionSyntax("output", "o", value: "FILE", "save the audio as it comes, and play nothing; - is standard output"),
      OptionSyntax("tee", nil, "with -o: save and play"),
      OptionSyntax("audio-device", "a", value: "SINK", "the sink to play on, by name (else PULSE_SINK)"),
      OptionSyntax("quiet", "q", "print nothing but errors"),
      OptionSyntax("model", value: "ID", "the model that speaks"),
      OptionSyntax("language", value: "CODE", "the language of the text, such as en or pt-BR"),
      OptionSyntax("instructions", value: "TEXT", "how it is to be spoken"),
      OptionSyntax("guidance", value: "1…10", "how strictly the instructions are followed"),
      OptionSyntax("format", value: "mp3|pcm", "what is streamed (mp3, or what the name behind -o ends in)"),
      OptionSyntax("volume", value: "FACTOR", "loudness here, 0…4 (1: as it comes)"),
      OptionSyntax("start", value: "WHEN", "adaptive (the default), immediate, or the ms of audio to have in hand"),
      OptionSyntax("timeout", value: "SECONDS", "give up when nothing comes for so long (30)"),
      OptionSyntax("timings", nil, "show where the time went"),
      OptionSyntax("latency-report", value: "FILE", "write all that was measured to FILE, as JSON"),
      OptionSyntax("trace", value: "FILE", "write the timeline to FILE, for Perfetto"),
      OptionSyntax("base-url", value: "URL", "the service (else BREEZE_BASE_URL)"),
      OptionSyntax("api-key-file", value: "FILE", "read the key from FILE (else BREEZE_API_KEY)"),
    ],
    notes: """
      Adaptive starts learn from how streams arrive; GUST_STATE=off keeps that from being written to
      $XDG_STATE_HOME/gust.

      Examples:
        gust say -v voc_xeh3w54cqvnp "Hello"
        echo "Hello" | gust say
        gust say -o hello.mp3 --tee -- "-5 degrees outside"

      Exit status: 0 spoken, 1 other errors, 2 usage, 3 key, 4 credits or rate, 5 timeout, 6 network or
      service, 7 not found, 8 sound server, 9 audio incomplete or unplayable, 10 content policy.
      """)
}
