/// Completion for fish.
enum FishCompletion {
  static func script(_ commands: [CommandSyntax]) -> String {
    let names = commands.map { "complete -c gust -n __gust_has_no_command -a \($0.name) -d \($0.summary.fishQuoted)" }
    return #"""
      # \#(String.generated(by: "completions fish"))
      function __gust_has_no_command
        set -l words (commandline -opc)
        test (count $words) -eq 1
      end

      # Whether the command is the one named; with a further argument: and its options have been ended by --.
      function __gust_command_is
        set -l words (commandline -opc)
        test "$words[2]" = $argv[1]; or return
        if contains -- -- $words[2..-1]
          test (count $argv) -eq 2
        end
      end

      complete -c gust -f
      complete -c gust -n __gust_has_no_command -l help -d \#(OptionSyntax.help.help.fishQuoted)
      complete -c gust -n __gust_has_no_command -l version -d 'show the version'
      \#(names.joined(separator: "\n"))
      \#(commands.flatMap { lines($0, commands) }.joined(separator: "\n"))

      """#
  }

  private static func lines(_ command: CommandSyntax, _ commands: [CommandSyntax]) -> [String] {
    let options = command.optionsAndHelp.map { option in
      let letter = option.letter.map { " -s \($0)" } ?? ""
      let value = option.value.map { action($0, commands, isRequired: true) } ?? ""
      return "complete -c gust -n '__gust_command_is \(command.name)'\(letter) -l \(option.name)\(value)"
        + " -d \(option.help.fishQuoted)"
    }
    let operand = command.operand.map {
      "complete -c gust -n '__gust_command_is \(command.name) even-behind-dashes'"
        + action($0, commands, isRequired: false)
    }
    return options + (operand.map { [$0] } ?? [])
  }

  private static func action(_ value: ValueSyntax, _ commands: [CommandSyntax], isRequired: Bool) -> String {
    let flag = isRequired ? " -x" : ""
    return switch value.completion {
    case .files: isRequired ? " -r -F" : " -F"
    case .folders: flag + " -a '(__fish_complete_directories)'"
    case .commands: flag + " -a \(commands.map(\.name).joined(separator: " ").fishQuoted)"
    case .nothing: value.choices.isEmpty ? flag : flag + " -a \(value.choices.joined(separator: " ").fishQuoted)"
    }
  }
}

extension String {
  /// In single quotes, as fish reads them.
  fileprivate var fishQuoted: String {
    "'" + replacingEach("\\", with: "\\\\").replacingEach("'", with: "\\'") + "'"
  }
}
