/// One command: what it takes and what is said about it. The parser, `--help`, the shells' completions and the manual pages are
/// made from this alone.
struct CommandSyntax {
  /// A command line to learn from.
  struct Example {
    let line: String
    let meaning: String

    init(_ line: String, _ meaning: String) {
      self.line = line
      self.meaning = meaning
    }
  }

  /// One lower-case word.
  let name: String
  /// What it does, as one clause that begins with a verb in lower case and has no full stop: `play what is stored`.
  let summary: String
  /// The operands as usage shows them: `[--] [TEXT…]`; empty when there are none.
  let operands: String
  /// What a shell may offer for an operand.
  let operand: ValueSyntax?
  let groups: [OptionGroup]
  /// Paragraphs, apart by an empty line; lines within one are joined and broken anew.
  let notes: String
  let examples: [Example]

  init(
    _ name: String, _ summary: String, operands: String = "", operand: ValueSyntax? = nil, groups: [OptionGroup],
    notes: String = "", examples: [Example] = []
  ) {
    self.name = name
    self.summary = summary
    self.operands = operands
    self.operand = operand
    self.groups = groups
    self.notes = notes
    self.examples = examples
  }

  /// Makes a command with too few options to need headings.
  init(
    _ name: String, _ summary: String, operands: String = "", operand: ValueSyntax? = nil,
    options: [OptionSyntax] = [], notes: String = "", examples: [Example] = []
  ) {
    self.init(
      name, summary, operands: operands, operand: operand, groups: [OptionGroup(nil, options)], notes: notes,
      examples: examples)
  }

  /// All options but `--help`, which every command has.
  var options: [OptionSyntax] { groups.flatMap(\.options) }

  /// The shape of its command line.
  var usage: String { "gust \(name) [OPTION…]\(operands.isEmpty ? "" : " \(operands)")" }

  /// The paragraphs of `notes`, each in one line.
  var paragraphs: [String] { notes.paragraphs }
}

extension String {
  /// The paragraphs, apart by empty lines, each in one line.
  var paragraphs: [String] {
    split(separator: "\n", omittingEmptySubsequences: false).split { $0.isEmpty }.map { $0.joined(separator: " ") }
  }
}
