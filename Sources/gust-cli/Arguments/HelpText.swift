import LatencyReporting

/// What `--help` prints, in at most 80 columns.
enum HelpText {
  private static let width = 80
  /// Where an option's help begins; one that is longer has a line of its own.
  private static let column = 28

  /// The help of one command.
  static func of(_ syntax: CommandSyntax) -> String {
    var parts = ["\(syntax.summary.asSentence)\n\nUsage: \(syntax.usage)"]
    for group in syntax.groups where !group.options.isEmpty || group.heading == nil {
      parts.append(section(group.heading, group.options + (group.heading == nil ? [.help] : [])))
    }
    if syntax.groups.allSatisfy({ $0.heading != nil }) { parts.append(section(nil, [.help])) }
    parts += syntax.paragraphs.map { $0.wrapped(to: width) }
    if !syntax.examples.isEmpty {
      parts.append("Examples:\n" + syntax.examples.map { "  \($0.line)" }.joined(separator: "\n"))
    }
    parts.append(ExitStatus.summary.wrapped(to: width))
    return parts.joined(separator: "\n\n")
  }

  /// What `gust --help` prints: a screen of 24 lines holds it.
  static func overview(_ commands: [CommandSyntax]) -> String {
    let margin = (commands.map(\.name.count).max() ?? 0) + 4
    let list = commands.map { "  " + $0.name.padded(to: margin - 2) + $0.summary }
    return """
      \(Overview.summary.asSentence)

      Usage: \(Overview.usage)

      \(list.joined(separator: "\n"))

      Examples:
      \(Overview.examples.map { "  \($0.line)" }.joined(separator: "\n"))

      “gust COMMAND --help” shows a command's options, “gust --version” the version.
      """
  }

  private static func section(_ heading: String?, _ options: [OptionSyntax]) -> String {
    let rows = options.map { option in
      let label = option.label
      let help = option.help.wrapped(to: width, margin: column)
      let fits = label.count + 2 <= column
      return fits ? label.padded(to: column) + help.dropFirst(column) : label + "\n" + help
    }
    return (heading.map { "\($0):\n" } ?? "") + rows.joined(separator: "\n")
  }
}

extension OptionSyntax {
  /// As in `  -v, --voice ID`.
  fileprivate var label: String {
    "  \(letter.map { "-\($0), " } ?? "    ")--\(name)\(value.map { " \($0.placeholder)" } ?? "")"
  }
}

extension String {
  /// With a full stop, and a capital letter where it begins with a plain word.
  var asSentence: String {
    let isWord = prefix { $0 != " " && $0 != "," }.allSatisfy(\.isLetter)
    return (isWord ? prefix(1).uppercased() + dropFirst() : self) + "."
  }

  /// A space at which no line is broken.
  static let fixedSpace: Character = "\u{A0}"

  /// In lines of at most `width` columns, `margin` of them empty; a word that is longer keeps a line to itself.
  func wrapped(to width: Int, margin: Int = 0) -> String {
    var lines: [String] = []
    for word in split(separator: " ") {
      if let line = lines.last, margin + line.count + 1 + word.count <= width {
        lines[lines.count - 1] = "\(line) \(word)"
      } else {
        lines.append(String(word))
      }
    }
    let empty = String(repeating: " ", count: margin)
    return lines.map { empty + $0.map { $0 == Self.fixedSpace ? " " : $0 } }.joined(separator: "\n")
  }
}
