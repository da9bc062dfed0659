import Gust
import Platform

/// The program `gust`: finds the command, runs it, and ends with its status.
@main
enum GustCommand {
  private static let overview = """
    Streams speech from the Breeze text-to-speech API and plays it as it comes.

    Usage: gust say [OPTION…] [--] [TEXT…]     speak a text
           gust say --help                     show the options of say
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
      return await runSay(Array(arguments.dropFirst()), caught)
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

  private static func runSay(_ arguments: [String], _ caught: CaughtSignal) async -> Ending {
    do throws(UsageError) {
      let parsed = try ParsedArguments(arguments, .say)
      if parsed.switches.contains("help") {
        StandardStream.output.writeLine(CommandSyntax.say.help)
        return .status(.success)
      }
      return await SayCommand(try SayOptions(parsed), caught).run()
    } catch {
      return .usage("\(error.message) “gust say --help” shows the options.")
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

/// How a command ends the program.
enum Ending {
  case status(ExitStatus)
  /// With a sentence on standard error.
  case failure(String, ExitStatus)
  case signal(TerminationSignal)

  static func usage(_ message: String) -> Ending { .failure(message, .usage) }
}
