import Gust

/// The manual pages, in the language of man(7): gust(1), and one for each command.
enum ManualPage {
  /// When what they say was last changed: a page has to have a date.
  private static let date = "2026-11-22"

  /// The page of one command, `gust-say(1)`.
  static func of(_ syntax: CommandSyntax) -> String {
    var roff = Roff()
    begin(&roff, "gust-\(syntax.name)", syntax.summary)
    roff.section("SYNOPSIS")
    roff.synopsis(syntax.usage)
    roff.section("DESCRIPTION")
    roff.paragraph(syntax.summary.asSentence)
    syntax.paragraphs.forEach { roff.paragraph($0) }
    roff.section("OPTIONS")
    for group in syntax.groups {
      if let heading = group.heading { roff.subsection(heading) }
      group.options.forEach { option($0, &roff) }
    }
    if syntax.groups.contains(where: { $0.heading != nil }) { roff.subsection("Help") }
    option(.help, &roff)
    if syntax.options.contains(where: { $0.name == "json" && $0.help == OptionSyntax.json.help }) { events(&roff) }
    closing(&roff, syntax.examples)
    roff.section("SEE ALSO")
    roff.references(["gust"])
    return roff.text
  }

  /// gust(1), the page of the program.
  static func overview(_ commands: [CommandSyntax]) -> String {
    var roff = Roff()
    begin(&roff, "gust", Overview.summary)
    roff.section("SYNOPSIS")
    roff.synopsis(Overview.usage)
    roff.synopsis("gust --version")
    roff.section("DESCRIPTION")
    roff.paragraph(Overview.summary.asSentence)
    Overview.description.paragraphs.forEach { roff.paragraph($0) }
    roff.section("COMMANDS")
    for command in commands { roff.item(command.name, command.summary.asSentence) }
    closing(&roff, Overview.examples)
    roff.section("SEE ALSO")
    roff.references(commands.map { "gust-\($0.name)" })
    return roff.text
  }

  private static func begin(_ roff: inout Roff, _ name: String, _ summary: String) {
    roff.comment(.generated(by: "manual"))
    roff.title(name, date: date, source: "gust \(Gust.version)")
    roff.section("NAME")
    roff.name(name, summary)
  }

  private static func option(_ option: OptionSyntax, _ roff: inout Roff) {
    var help = option.help.asSentence
    if let value = option.value, value.isClosed, !value.choices.isEmpty {
      help += " \(value.placeholder) is \(value.choices.inWords)."
    }
    roff.option(option.spellings, value: option.value?.placeholder, help)
  }

  private static func events(_ roff: inout Roff) {
    roff.section("EVENTS")
    roff.paragraph(
      """
      With --json each line of standard output is a JSON object with the fields event and at_ms, the milliseconds since the \
      start. This is version \(EventLog.version) of the scheme, as the first line says; later ones may add events and fields. \
      Events about an utterance have its number, from 1, in utterance.
      """)
    for row in EventLog.table + EventLog.narrationTable {
      roff.item(row.event, row.meaning.asSentence + (row.fields.isEmpty ? "" : " Fields: \(row.fields)."))
    }
  }

  /// The sections that are the same everywhere, and the examples.
  private static func closing(_ roff: inout Roff, _ examples: [CommandSyntax.Example]) {
    roff.section("EXIT STATUS")
    for status in ExitStatus.allCases { roff.item("\(status.rawValue)", status.meaning.asSentence) }
    roff.paragraph("A program that is ended by a signal, or whose reader at a pipe is gone, ends by that signal.")
    roff.section("ENVIRONMENT")
    for row in ManualPage.environment { roff.item(row.name, row.meaning) }
    roff.section("FILES")
    roff.item(
      "$XDG_CONFIG_HOME/gust/config.json, else ~/.config/gust/config.json",
      """
      What holds where neither an option nor the environment says otherwise: a JSON object with any of these keys. It must not be \
      writable by everybody, and is no place for the API key.
      """)
    roff.indented { roff in
      for key in Preferences.keys { roff.item(key.name, key.meaning.asSentence) }
    }
    roff.item(
      "$XDG_STATE_HOME/gust/arrivals, else ~/.local/state/gust/arrivals",
      "What is known of how streams arrive: times, never text.")
    roff.item(
      "$XDG_STATE_HOME/gust/history, else ~/.local/state/gust/history",
      "The last 1000 lines that were typed in gust say -i, but none with what looks like a key.")
    guard !examples.isEmpty else { return }
    roff.section("EXAMPLES")
    for example in examples { roff.example(example.line, example.meaning) }
  }

  private static let environment: [(name: String, meaning: String)] = [
    (
      "BREEZE_API_KEY",
      "The key. There is no option for it, since others could see that; but --api-key-file names a file."
    ),
    ("BREEZE_BASE_URL", "Another service than https://api.breeze.blue; plain http only on this machine."),
    ("BREEZE_VOICE", "The voice, where --voice does not name one."),
    ("PULSE_SERVER, PULSE_SINK", "The sound server and its sink."),
    ("https_proxy, all_proxy, no_proxy", "As libcurl reads them."),
    ("SSL_CERT_FILE, SSL_CERT_DIR", "The certificate authorities to trust instead of the system's."),
    ("GUST_CONFIG", "If it is off, no configuration is read."),
    ("GUST_LOG", "1 or 2: as --verbose, once or twice."),
    ("GUST_STATE", "If it is off, nothing is kept between runs."),
    ("NO_COLOR", "If it is set, nothing is coloured."),
  ]
}
