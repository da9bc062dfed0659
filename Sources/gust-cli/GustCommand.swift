import Gust
import Platform

/// The program `gust`: finds the command, runs it, and ends with its status.
@main
enum GustCommand {
  private static let overview = """
    Streams speech from the Breeze text-to-speech API and plays it as it comes.

    Usage: gust say [OPTION…] [--] [TEXT…]     speak a text
           gust play [OPTION…] hist_…|job_…    play what is stored
           gust save [OPTION…] hist_…|job_…    save what is stored
           gust job [OPTION…] ID               show how far a generation has come
           gust COMMAND --help                 show the options of a command
           gust --version
    """

  static func main() {
    reserveStandardStreams()
    let caught = CaughtSignal()
    TerminationSignal.handle(during: { end(await run(caught)) }, caught.take)
  }

  private static func run(_ caught: CaughtSignal) async -> Ending {
    guard let arguments = programArguments() else { return .usage("An argument is not UTF-8 text.") }
    switch arguments.first {
    case "say":
      return await run(.say, arguments) { parsed throws(UsageError) in
        let options = try SayOptions(parsed)
        return { await SayCommand(options, caught).run() }
      }
    case "play":
      return await run(.play, arguments) { parsed throws(UsageError) in
        let options = try FetchOptions(toPlay: parsed)
        return { await FetchCommand(options, caught).run() }
      }
    case "save":
      return await run(.save, arguments) { parsed throws(UsageError) in
        let options = try FetchOptions(toSave: parsed)
        return { await FetchCommand(options, caught).run() }
      }
    case "job":
      return await run(.job, arguments) { parsed throws(UsageError) in
        let options = try JobOptions(parsed)
        return { await JobCommand(options).run() }
      }
    case "--version":
      StandardStream.output.writeLine("gust \(Gust.version)")
    case "--help", "-h", "help":
      StandardStream.output.writeLine(overview)
    case let unknown?:
      return .usage("There is no command \(unknown.debugDescription). “gust --help” shows those there are.")
    case nil:
      return .usage("Say what to do: gust say TEXT. “gust --help” shows more.")
    }
    return .status(.success)
  }

  /// Takes the arguments behind the command's name apart, and does what `makeCommand` makes of them.
  private static func run(
    _ syntax: CommandSyntax, _ arguments: [String],
    _ makeCommand: (ParsedArguments) throws(UsageError) -> () async -> Ending
  ) async -> Ending {
    do throws(UsageError) {
      let parsed = try ParsedArguments(Array(arguments.dropFirst()), syntax)
      if parsed.switches.contains("help") {
        StandardStream.output.writeLine(syntax.help)
        return .status(.success)
      }
      let command = try makeCommand(parsed)
      return await command()
    } catch {
      return .usage("\(error.message) “gust \(syntax.name) --help” shows the options.")
    }
  }

  private static func end(_ ending: Ending) -> Never {
    switch ending {
    case .status(let status):
      endProgram(status: status.rawValue)
    case .failure(let message, let status):
      StandardStream.error.writeLine("gust: \(message)")
      endProgram(status: status.rawValue)
    case .signal(let signal):
      signal.endProgram()
    }
  }
}
