/// One option of a command, as the user writes it.
struct OptionSyntax {
  /// Without the dashes.
  let name: String
  let letter: Character?
  /// What its value is called in help; nil for a switch.
  let value: String?
  let help: String

  init(_ name: String, _ letter: Character? = nil, value: String? = nil, _ help: String) {
    self.name = name
    self.letter = letter
    self.value = value
    self.help = help
  }
}

/// One command: what it takes and what its help says. Parsing and help are made from this alone.
struct CommandSyntax {
  let name: String
  let summary: String
  let usage: String
  let options: [OptionSyntax]
  let notes: String

  /// What `--help` prints.
  var help: String {
    let rows = (options + [OptionSyntax("help", "h", "show this and exit")]).map { option in
      let letter = option.letter.map { "-\($0), " } ?? "    "
      let value = option.value.map { " \($0)" } ?? ""
      return ("  \(letter)--\(option.name)\(value)", option.help)
    }
    let column = (rows.map(\.0.count).max() ?? 0) + 2
    let lines = rows.map { $0 + String(repeating: " ", count: column - $0.count) + $1 }
    return "\(summary)\n\nUsage: \(usage)\n\n\(lines.joined(separator: "\n"))\n\n\(notes)"
  }
}

/// What a user wrote, taken apart by a command's syntax.
struct ParsedArguments {
  private(set) var values: [String: String] = [:]
  private(set) var switches: Set<String> = []
  /// What is no option: the words to speak, for example.
  private(set) var operands: [String] = []

  /// Takes `arguments` apart. `--` ends the options, so that a text may begin with a dash.
  init(_ arguments: [String], _ syntax: CommandSyntax) throws(UsageError) {
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      if argument == "--" {
        operands += rest
        return
      } else if argument.hasPrefix("--") {
        try takeLong(String(argument.dropFirst(2)), &rest, syntax)
      } else if argument.hasPrefix("-"), argument != "-" {
        try takeLetters(argument.dropFirst(), &rest, syntax)
      } else {
        operands.append(argument)
      }
    }
  }

  private mutating func takeLong(
    _ text: String, _ rest: inout ArraySlice<String>, _ syntax: CommandSyntax
  ) throws(UsageError) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let attached = parts.count == 2 ? parts[1] : nil
    if parts[0] == "help" {
      switches.insert("help")
      return
    }
    guard let option = syntax.options.first(where: { $0.name == parts[0] }) else {
      throw UsageError("There is no option --\(parts[0]). Text that begins with a dash goes behind a lone --.")
    }
    guard option.value != nil else {
      guard attached == nil else { throw UsageError("--\(option.name) takes no value.") }
      switches.insert(option.name)
      return
    }
    try set(option, attached ?? rest.popFirst())
  }

  /// One or more letters behind a single dash; the value of the last may follow at once.
  private mutating func takeLetters(
    _ text: Substring, _ rest: inout ArraySlice<String>, _ syntax: CommandSyntax
  ) throws(UsageError) {
    var letters = text
    while let letter = letters.popFirst() {
      if letter == "h" {
        switches.insert("help")
        continue
      }
      guard let option = syntax.options.first(where: { $0.letter == letter }) else {
        throw UsageError("There is no option -\(letter). Text that begins with a dash goes behind a lone --.")
      }
      guard option.value != nil else {
        switches.insert(option.name)
        continue
      }
      return try set(option, letters.isEmpty ? rest.popFirst() : String(letters))
    }
  }

  private mutating func set(_ option: OptionSyntax, _ value: String?) throws(UsageError) {
    guard let value else { throw UsageError("--\(option.name) needs a value: \(option.value ?? "").") }
    // The last one counts, so that an alias can be overridden; but a file that is named is one that is meant.
    guard values.updateValue(value, forKey: option.name) == nil || option.value?.hasPrefix("FILE") != true else {
      throw UsageError("--\(option.name) is given twice.")
    }
  }
}

/// The user's command line cannot be followed.
struct UsageError: Error {
  let message: String

  init(_ message: String) {
    self.message = message
  }
}
