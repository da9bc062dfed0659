import Gust
import Platform

/// The program `gust`: finds the command, runs it, and ends with its status.
@main
enum GustCommand {
  static func main() {
    reserveStandardStreams()
    let caught = CaughtSignal()
    // As a program that does not ignore SIGPIPE ends.
    OutputFault.handle { if $0.isReaderGone { caught.take(.signal(.brokenPipe)) } }
    TerminationSignal.handle(during: { await run(caught).endProgram() }, jobControl: caught) {
      caught.take(.signal($0))
    }
  }

  private static func run(_ caught: CaughtSignal) async -> Ending {
    guard let arguments = programArguments() else { return .usage("An argument is not UTF-8 text.") }
    guard let first = arguments.first else {
      return .usage("Say what to do: gust say TEXT. “gust --help” shows more.")
    }
    switch first {
    case "--version":
      StandardStream.output.writeLine("gust \(Gust.version)")
      return .status(.success)
    case "--help", "-h":
      StandardStream.output.writeLine(HelpText.overview(Command.all.map(\.syntax)))
      return .status(.success)
    default:
      let command: Command
      do {
        command = try .named(first)
      } catch {
        return .usage(error.message)
      }
      return await command.run(Array(arguments.dropFirst()), caught)
    }
  }
}
