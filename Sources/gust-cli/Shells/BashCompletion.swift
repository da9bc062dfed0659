/// Completion for bash: needs nothing of the package bash-completion.
enum BashCompletion {
  static func script(_ commands: [CommandSyntax]) -> String {
    let names = commands.map(\.name).joined(separator: " ")
    return #"""
      # \#(String.generated(by: "completions bash"))
      _gust_words() { mapfile -t COMPREPLY < <(compgen -W "$1" -- "$cur"); }
      _gust_paths() {
        compopt -o filenames 2>/dev/null
        mapfile -t COMPREPLY < <(compgen "$1" -- "$cur")
      }

      _gust() {
        local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} word options=yes
        COMPREPLY=()
        # bash takes --name=value for three words.
        if [[ $cur == '=' ]]; then
          cur=
        elif [[ $prev == '=' ]]; then
          prev=${COMP_WORDS[COMP_CWORD-2]}
        fi
        if (( COMP_CWORD == 1 )); then
          _gust_words \#("\(names) --help --version".quoted)
          return
        fi
        for word in "${COMP_WORDS[@]:2:COMP_CWORD-2}"; do
          if [[ $word == -- ]]; then options=; fi
        done
        case ${options:+${COMP_WORDS[1]}:$prev} in
      \#(commands.flatMap { command in command.options.compactMap { value($0, of: command, names) } }.lines)
        esac
        case ${COMP_WORDS[1]}:${options:+$cur} in
      \#(commands.map(options).lines)
      \#(commands.compactMap { operand($0, names) }.lines)
        esac
      }

      complete -F _gust gust

      """#
  }

  /// What can stand behind an option.
  private static func value(_ option: OptionSyntax, of command: CommandSyntax, _ names: String) -> String? {
    guard let value = option.value else { return nil }
    let pattern = option.spellings.map { "\(command.name):\($0)" }.joined(separator: "|")
    return "    \(pattern)) \(action(value, names)); return ;;"
  }

  private static func options(_ command: CommandSyntax) -> String {
    let words = command.optionsAndHelp.flatMap(\.spellings).joined(separator: " ")
    return "    \(command.name):-*) _gust_words \(words.quoted) ;;"
  }

  private static func operand(_ command: CommandSyntax, _ names: String) -> String? {
    command.operand.map { "    \(command.name):*) \(action($0, names)) ;;" }
  }

  private static func action(_ value: ValueSyntax, _ names: String) -> String {
    switch value.completion {
    case .files: "_gust_paths -f"
    case .folders: "_gust_paths -d"
    case .commands: "_gust_words \(names.quoted)"
    case .nothing: value.choices.isEmpty ? ":" : "_gust_words \(value.choices.joined(separator: " ").quoted)"
    }
  }
}

extension [String] {
  fileprivate var lines: String { joined(separator: "\n") }
}
