/// What stands behind an option, or is an operand of a command: what help calls it, and how a shell may complete it.
///
/// A string literal names a value that nobody can guess: `value: "ID"`.
struct ValueSyntax: ExpressibleByStringLiteral {
  /// What a shell can offer besides the choices.
  enum Completion {
    case nothing, files, folders, commands
  }

  /// As in `FILE`.
  let placeholder: String
  let completion: Completion
  /// The words it can be; none where it is free.
  let choices: [String]
  /// Whether it can be nothing but one of `choices`.
  let isClosed: Bool

  init(stringLiteral placeholder: String) {
    self.init(placeholder)
  }

  private init(
    _ placeholder: String, _ completion: Completion = .nothing, choices: [String] = [], isClosed: Bool = false
  ) {
    self.placeholder = placeholder
    self.completion = completion
    self.choices = choices
    self.isClosed = isClosed
  }

  /// Whether it names a file or a folder.
  var isFile: Bool { completion == .files || completion == .folders }

  /// The name of a file.
  static let file = ValueSyntax("FILE", .files)
  /// The name of a folder.
  static let folder = ValueSyntax("FOLDER", .folders)
  /// The name of a command.
  static let command = ValueSyntax("COMMAND", .commands)
  /// The name of either.
  static let fileOrFolder = ValueSyntax("FILE|FOLDER", .files)

  /// One of `words` and nothing else, which the parser sees to.
  static func choice(_ words: [String], named placeholder: String? = nil) -> ValueSyntax {
    ValueSyntax(placeholder ?? words.joined(separator: "|"), choices: words, isClosed: true)
  }

  /// One of `words`, or something else that is called `placeholder`.
  static func choice(_ words: [String], or placeholder: String) -> ValueSyntax {
    ValueSyntax(placeholder, choices: words)
  }
}

/// One option of a command, as the user writes it.
struct OptionSyntax {
  /// Without the dashes.
  let name: String
  let letter: Character?
  /// Nil for a switch.
  let value: ValueSyntax?
  /// One clause, without a full stop.
  let help: String

  init(_ name: String, _ letter: Character? = nil, value: ValueSyntax? = nil, _ help: String) {
    self.name = name
    self.letter = letter
    self.value = value
    self.help = help
  }

  /// Every command has it.
  static let help = OptionSyntax("help", "h", "show this and exit")
}

/// Options that belong together.
struct OptionGroup {
  /// Nil where a command has too few options to need headings.
  let heading: String?
  let options: [OptionSyntax]

  init(_ heading: String?, _ options: [OptionSyntax]) {
    self.heading = heading
    self.options = options
  }
}
