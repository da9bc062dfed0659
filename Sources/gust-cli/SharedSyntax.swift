// The options that commands share, each written down once.

extension [OptionSyntax] {
  /// For commands that ask the service.
  static let service = [
    OptionSyntax("quiet", "q", "print nothing but errors"),
    OptionSyntax("timeout", value: "SECONDS", "give up when nothing comes for so long (30)"),
    OptionSyntax("base-url", value: "URL", "the service (else BREEZE_BASE_URL)"),
    OptionSyntax("api-key-file", value: "FILE", "read the key from FILE (else BREEZE_API_KEY); - is standard input"),
  ]

  /// For commands that may wait for a generation.
  static let waiting = [
    OptionSyntax("max-wait", value: "SECONDS", "give up waiting for speech in the making after so long")
  ]

  /// For commands that play.
  static let playing = [
    OptionSyntax("output", "o", value: "FILE", "save the audio as it comes, and play nothing; - is standard output"),
    OptionSyntax("tee", nil, "with -o: save and play"),
    OptionSyntax("audio-device", "a", value: "SINK", "the sink to play on, by name (else PULSE_SINK)"),
    OptionSyntax("volume", value: "FACTOR", "loudness here, 0…4 (1: as it comes)"),
    OptionSyntax("start", value: "WHEN", "adaptive (the default), immediate, or the ms of audio to have in hand"),
  ]

  /// For commands that measure what they do.
  static let measuring = [
    OptionSyntax("timings", nil, "show where the time went"),
    OptionSyntax("latency-report", value: "FILE", "write all that was measured to FILE, as JSON"),
    OptionSyntax("trace", value: "FILE", "write the timeline to FILE, for Perfetto"),
  ]
}

extension CommandSyntax {
  /// What the numbers mean that every command may end with.
  static let exitStatus = """
    Exit status: 0 done, 1 other errors, 2 usage, 3 key, 4 credits or rate, 5 timeout, 6 network or
    service, 7 not found, 8 sound server, 9 audio incomplete or unplayable, 10 content policy.
    """
}
