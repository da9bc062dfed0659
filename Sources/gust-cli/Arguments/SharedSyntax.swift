// The options that commands share, each written down once.

extension OptionSyntax {
  /// For commands that tell people what they do.
  static let quiet = OptionSyntax("quiet", "q", "print nothing but errors")

  /// For commands that ask the service. The letter `v` names the voice, as people know it from other programs that speak.
  static let verbose = OptionSyntax("verbose", "V", "tell what happens, with times; twice: more (else GUST_LOG=1|2)")

  /// For commands that log events.
  static let json = OptionSyntax("json", nil, "print what happens to standard output, one JSON object a line")

  /// For commands that may wait for a generation.
  static let maximumWait = OptionSyntax(
    "max-wait", value: "SECONDS", "give up waiting for speech in the making after so long")
}

extension [OptionSyntax] {
  /// For commands that ask the service.
  static let service = [
    OptionSyntax("timeout", value: "SECONDS", "give up when nothing comes for so long (30)"),
    OptionSyntax("base-url", value: "URL", "the service (else BREEZE_BASE_URL)"),
    OptionSyntax("api-key-file", value: .file, "read the key from FILE (else BREEZE_API_KEY); - is standard input"),
    .verbose,
  ]

  /// How what is played sounds here.
  static let sounding = [
    OptionSyntax("volume", value: "FACTOR", "loudness here, 0…4 (1: as it comes)"),
    OptionSyntax(
      "start", value: .choice(["adaptive", "immediate"], or: "WHEN"),
      "when to begin: adaptive (the default), immediate, or the ms of audio to have in hand"),
    OptionSyntax("now", nil, "end the speech of other gusts, where it would wait for them"),
    OptionSyntax("mix", nil, "speak beside the speech of other gusts"),
  ]

  /// Where what is played goes.
  static let destination = [
    OptionSyntax("output", "o", value: .file, "save the audio as it comes, and play nothing; - is standard output"),
    OptionSyntax("tee", nil, "with -o: save and play"),
    OptionSyntax("audio-device", "a", value: "SINK", "the sink to play on, by name (else PULSE_SINK)"),
  ]

  /// What is shown of an utterance.
  static let showing = [
    .quiet,
    .json,
    OptionSyntax("timings", nil, "show where the time went"),
    OptionSyntax("latency-report", value: .file, "write all that was measured to FILE, as JSON"),
    OptionSyntax("trace", value: .file, "write the timeline to FILE, for Perfetto"),
  ]
}

extension OptionGroup {
  /// For commands that fetch audio.
  static let service = OptionGroup("Service", .service + [.maximumWait])
  static let shown = OptionGroup("What is shown", .showing)
}
