/// Completion for zsh, by its own function system (zshcompsys(1)).
enum ZshCompletion {
  static func script(_ commands: [CommandSyntax]) -> String {
    let list = commands.map { "    \("\($0.name):\($0.summary)".quoted)" }.joined(separator: "\n")
    let cases = commands.map(arguments).joined(separator: "\n")
    return #"""
      #compdef gust
      # \#(String.generated(by: "completions zsh"))
      _gust_commands() {
        local -a commands=(
      \#(list)
        )
        _describe -t commands command commands
      }

      _gust() {
        if (( CURRENT == 2 )); then
          _gust_commands
          _arguments : '(- *)--help[\#(OptionSyntax.help.help)]' '(- *)--version[show the version]'
          return
        fi
        local command=$words[2]
        shift words
        (( CURRENT -= 1 ))
        case $command in
      \#(cases)
        esac
      }

      if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
        _gust "$@"
      else
        compdef _gust gust
      fi

      """#
  }

  private static func arguments(_ command: CommandSyntax) -> String {
    var specifications = command.optionsAndHelp.map(specification)
    // Without a word about operands, nothing would be offered behind one.
    if let operand = command.operand {
      specifications.append("*:\(message(operand))".quoted)
    } else if !command.operands.isEmpty {
      specifications.append("'*: : '")
    }
    let lines = specifications.map { "        \($0)" }.joined(separator: " \\\n")
    return "    \(command.name))\n      _arguments -s -S : \\\n\(lines) ;;"
  }

  private static func specification(_ option: OptionSyntax) -> String {
    let help = "[\(option.help.escaped("\\[]:"))]"
    let value = option.value.map { ":\(message($0))" } ?? ""
    let excluded = option.spellings.count > 1 ? "(\(option.spellings.joined(separator: " ")))" : ""
    let forms = option.spellings.map { spelling in
      let attachment = option.value == nil ? "" : spelling.hasPrefix("--") ? "=" : "+"
      return (excluded + spelling + attachment + help + value).quoted
    }
    return forms.joined(separator: " ")
  }

  private static func message(_ value: ValueSyntax) -> String {
    "\(value.placeholder.escaped("\\:")):\(action(value))"
  }

  private static func action(_ value: ValueSyntax) -> String {
    switch value.completion {
    case .files: "_files"
    case .folders: "_files -/"
    case .commands: "_gust_commands"
    case .nothing: value.choices.isEmpty ? " " : "(\(value.choices.joined(separator: " ")))"
    }
  }
}

extension String {
  /// With a backslash before each of `characters`.
  fileprivate func escaped(_ characters: String) -> String {
    reduce(into: "") { $0 += characters.contains($1) ? "\\\($1)" : String($1) }
  }
}
