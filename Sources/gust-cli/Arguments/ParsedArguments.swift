/// What a user wrote, taken apart by a command's syntax.
struct ParsedArguments {
  private(set) var values: [String: String] = [:]
  /// How often each switch is there.
  private(set) var switchCounts: [String: Int] = [:]
  /// What is no option: the words to speak, for example.
  private(set) var operands: [String] = []

  /// The switches that are there.
  var switches: Set<String> { Set(switchCounts.keys) }

  /// Takes `arguments` apart. `--` ends the options, so that a text may begin with a dash.
  ///
  /// Long options are not to be shortened: a script would break when a command gets a further option.
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
    let options = syntax.options + [.help]
    guard let option = options.first(where: { $0.name == parts[0] }) else {
      let hint = suggestion(for: parts[0], among: options.map(\.name)).map { "Did you mean --\($0)?" }
      throw UsageError("There is no option --\(parts[0].inShort). \(hint ?? Self.dashHint)")
    }
    guard option.value != nil else {
      guard attached == nil else { throw UsageError("--\(option.name) takes no value.") }
      switchCounts[option.name, default: 0] += 1
      return
    }
    try set(option, attached ?? rest.popFirst())
  }

  /// One or more letters behind a single dash; the value of the last may follow at once.
  private mutating func takeLetters(
    _ text: Substring, _ rest: inout ArraySlice<String>, _ syntax: CommandSyntax
  ) throws(UsageError) {
    let options = syntax.options + [.help]
    var letters = text
    while let letter = letters.popFirst() {
      guard let option = options.first(where: { $0.letter == letter }) else {
        // Words behind one dash: a long option was meant.
        let word = text.count > 2 ? suggestion(for: String(text), among: options.map(\.name)) : nil
        let other = options.first { $0.letter?.lowercased() == letter.lowercased() }?.letter
        let meant = word.map { "--\($0)" } ?? other.map { "-\($0)" }
        let hint = meant.map { "Did you mean \($0)?" } ?? Self.dashHint
        throw UsageError("There is no option -\(String(letter).inShort). \(hint)")
      }
      guard option.value != nil else {
        switchCounts[option.name, default: 0] += 1
        continue
      }
      return try set(option, letters.isEmpty ? rest.popFirst() : String(letters))
    }
  }

  private static let dashHint = "Text that begins with a dash goes behind a lone --."

  private mutating func set(_ option: OptionSyntax, _ value: String?) throws(UsageError) {
    guard let syntax = option.value else { return }
    guard let value else { throw UsageError("--\(option.name) needs a value: \(syntax.placeholder).") }
    if syntax.isClosed, !syntax.choices.contains(value) {
      throw UsageError(.choosing(value, for: "--\(option.name)", among: syntax.choices))
    }
    // The last one counts, so that an alias can be overridden; but a file that is named is one that is meant.
    guard values.updateValue(value, forKey: option.name) == nil || !syntax.isFile else {
      throw UsageError("--\(option.name) is given twice.")
    }
  }
}

/// The user's command line, or the file that stands behind it, cannot be followed.
struct UsageError: Error {
  let message: String
  /// Whether the command's help tells more.
  let isAboutOptions: Bool

  init(_ message: String, isAboutOptions: Bool = true) {
    self.message = message
    self.isAboutOptions = isAboutOptions
  }
}
