/// A shell that can complete the program's command line.
enum Shell: String, CaseIterable {
  case bash, zsh, fish

  /// The script that completes `commands` in this shell.
  func completion(of commands: [CommandSyntax]) -> String {
    switch self {
    case .bash: BashCompletion.script(commands)
    case .zsh: ZshCompletion.script(commands)
    case .fish: FishCompletion.script(commands)
    }
  }

  /// Where such a script belongs below a folder like `/usr/share`.
  var place: String {
    switch self {
    case .bash: "bash-completion/completions/gust"
    case .zsh: "zsh/site-functions/_gust"
    case .fish: "fish/vendor_completions.d/gust.fish"
    }
  }
}

extension OptionSyntax {
  /// As the user writes it: `-v` and `--voice`.
  var spellings: [String] { (letter.map { ["-\($0)"] } ?? []) + ["--\(name)"] }
}

extension CommandSyntax {
  /// Every option, with `--help`.
  var optionsAndHelp: [OptionSyntax] { options + [.help] }
}

extension String {
  /// In single quotes, as bash and zsh read them.
  var quoted: String { "'" + replacingEach("'", with: "'\\''") + "'" }

  /// The text with each of one character replaced.
  func replacingEach(_ character: Character, with replacement: String) -> String {
    reduce(into: "") { $0 += $1 == character ? replacement : String($1) }
  }

  /// What every file begins with that `gust setup` writes, and by which it knows it again.
  static let generatedMark = "Written by gust itself"

  /// What stands at the beginning of such a file.
  static func generated(by command: String) -> String {
    "\(generatedMark) (gust \(command)). Changes are lost when it is written again."
  }
}
