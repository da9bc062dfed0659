import PulseHarness
import Testing

/// A real shell, asked what it offers behind a line.
enum CompletingShell: String, CaseIterable {
  case bash, zsh, fish

  /// What pressing Tab behind `line` offers in `folder`, in order of the alphabet.
  ///
  /// - Parameter script: the file that teaches the shell; nil where it finds one itself.
  func offers(behind line: String, in folder: String, script: String?, environment: [String: String?] = [:])
    async throws -> [String]
  {
    let variables: [String: String?] = [
      "line": line, "script": script ?? "", "folder": folder, "TERM": "dumb", "LC_ALL": "C.UTF-8", "HOME": folder,
    ]
    let arguments =
      switch self {
      case .bash: ["--norc", "-c", Self.bashScript]
      case .zsh: ["-f", "-c", Self.zshScript]
      case .fish: ["-c", Self.fishScript]
      }
    let result = try await run(arguments, variables.merging(environment) { $1 })
    #expect(result.ending == .exit(0) && result.error.isEmpty, "\(self): \(result.error)")
    let lines = String(decoding: result.output, as: UTF8.self).split(whereSeparator: \.isNewline)
    return Set(lines.map { String($0.prefix { $0 != "\t" }) }).sorted()
  }

  /// Runs it again when it hangs, as a shell on a terminal of its own does where it was typed to too early; twice.
  private func run(_ arguments: [String], _ environment: [String: String?]) async throws -> ProgramRun.Result {
    func wait(_ limit: Duration) async throws -> ProgramRun.Result {
      let run = try ProgramRun(rawValue, arguments, environment: environment)
      return try await offPool { try run.wait(limit: limit) }
    }
    for _ in 1...2 { if let result = try? await wait(.seconds(10)) { return result } }
    return try await wait(.seconds(30))
  }

  private static let bashScript = #"""
    cd "$folder" && source "$script" || exit 1
    read -ra COMP_WORDS <<< "$line"
    [[ $line == *' ' ]] && COMP_WORDS+=('')
    COMP_CWORD=$(( ${#COMP_WORDS[@]} - 1 ))
    function=$(complete -p gust | sed 's/.*-F \([^ ]*\).*/\1/')
    "$function"
    for word in "${COMPREPLY[@]}"; do echo "$word"; done
    """#

  private static let fishScript = #"""
    cd $folder; test -n "$script"; and source $script
    complete -C $line
    """#

  /// zsh completes only what is typed: it is run on a terminal of its own, and tells what its `compadd` is given. What is
  /// typed before it reads may be lost.
  private static let zshScript = #"""
    zmodload zsh/zpty || exit 1
    cd $folder || exit 1
    zpty shell zsh -f -i
    zpty -w shell "PROMPT=; ${fpath_first:+fpath=(${(q)fpath_first} \$fpath);} autoload -U compinit; compinit -u -D"
    [[ -n $script ]] && zpty -w shell "source ${(q)script}"
    zpty -w shell 'compadd() {
      [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]] && { builtin compadd "$@"; return }
      local -a found
      builtin compadd -A found "$@"
      local word
      for word in $found; do echo -E - "OFFER""ED:$word"; done
      builtin compadd "$@"
    }
    finish() { echo "THE""END" }; comppostfuncs=(finish); bindkey "^I" complete-word; echo "READY""NOW"'
    repeat 1000; do zpty -r shell text || exit 1; [[ $text == *READYNOW* ]] && break; done
    zpty -n -w shell "$line"$'\t'
    repeat 1000; do
      zpty -r shell text || exit 1
      text=${text//$'\r'/}
      [[ $text == *OFFERED:* ]] && print -rn -- "${text##*OFFERED:}"
      [[ $text == *THEEND* ]] && break
    done
    zpty -d shell
    """#
}
