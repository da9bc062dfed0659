import FileOutput
import Platform

extension CommandSyntax {
  /// `gust setup`.
  static let setup = CommandSyntax(
    "setup", "install completions and manual pages",
    options: [
      OptionSyntax("prefix", value: .folder, "write below FOLDER/share (else $XDG_DATA_HOME, or ~/.local/share)"),
      OptionSyntax("remove", nil, "take away what was written before"),
      .quiet,
    ],
    notes: """
      Writes the completions for bash, zsh and fish and the manual pages to where each is looked for, and says what it wrote.
      Files that it has not written itself are left alone.

      bash needs the package bash-completion for that; zsh has to be told in ~/.zshrc, before compinit:
      fpath+=(~/.local/share/zsh/site-functions). man finds the pages where ~/.local/bin is in PATH.
      """,
    examples: [
      Example("gust setup", "Install for yourself."),
      Example("sudo gust setup --prefix /usr/local", "Install for everybody."),
    ])
}

/// `gust setup`: writes what goes with the program to where shells and man look for it.
struct SetupCommand {
  private let folder: String
  private let removes: Bool
  private let isQuiet: Bool

  init(_ arguments: ParsedArguments) throws(UsageError) {
    guard arguments.operands.isEmpty else { throw UsageError("gust setup takes no operands.") }
    if let prefix = arguments.values["prefix"] {
      guard !prefix.isEmpty else { throw UsageError("--prefix names a folder.") }
      folder = prefix + "/share"
    } else {
      guard let data = standardDataFolder() else {
        throw UsageError("Nobody knows where your files are: set HOME, or name a folder with --prefix.")
      }
      folder = data
    }
    removes = arguments.switches.contains("remove")
    isQuiet = arguments.switches.contains("quiet")
  }

  /// All files, by their place below the folder.
  static var files: [(place: String, contents: String)] {
    let commands = Command.all.map(\.syntax)
    return Shell.allCases.map { ($0.place, $0.completion(of: commands)) }
      + [("man/man1/gust.1", ManualPage.overview(commands))]
      + commands.map { ("man/man1/gust-\($0.name).1", ManualPage.of($0)) }
  }

  func run() -> Ending {
    var failures: [String] = []
    for (place, contents) in Self.files {
      let path = "\(folder)/\(place)"
      do throws(FileOutputError) {
        guard try isOurs(path) else {
          failures.append("\(path) is not of this program's making, and is left as it is.")
          continue
        }
        try removes ? remove(path) : write(path, contents)
      } catch {
        failures.append(error.message)
      }
    }
    failures.dropLast().forEach { StandardStream.error.tell($0) }
    return failures.last.map { .failure($0, .general) } ?? .status(.success)
  }

  /// Whether nothing is there, or a file that we have written.
  private func isOurs(_ path: String) throws(FileOutputError) -> Bool {
    guard !isLink(path) else { return false }
    do {
      let contents = try readFile(path, limit: 1 << 20)
      return String(decoding: contents.prefix(400), as: UTF8.self).contains(String.generatedMark)
    } catch {
      return error.isAbsence
    }
  }

  private func write(_ path: String, _ contents: String) throws(FileOutputError) {
    try makeFolder(for: path)
    try writeFile(path, Array(contents.utf8))
    say(path)
  }

  private func remove(_ path: String) throws(FileOutputError) {
    if try removeFile(path) { say("removed \(path)") }
  }

  private func say(_ line: String) {
    if !isQuiet { StandardStream.output.writeLine(line) }
  }
}
