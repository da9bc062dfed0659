import Gust
import Platform

/// A command of the program: its syntax, and what to do with arguments that follow it.
struct Command: Sendable {
  /// Checks the arguments, and returns what is then to be done.
  typealias Preparation = @Sendable (ParsedArguments, CaughtSignal) throws(UsageError) -> () async -> Ending

  let syntax: CommandSyntax
  let prepare: Preparation

  init(_ syntax: CommandSyntax, _ prepare: @escaping Preparation) {
    self.syntax = syntax
    self.prepare = prepare
  }

  /// All there are, in the order in which help names them. A command is added here and nowhere else.
  static let all: [Command] = [
    Command(.say) { arguments, caught throws(UsageError) in
      let options = try SayOptions(arguments, .load())
      return { await SayCommand(options, caught).run() }
    },
    Command(.play) { arguments, caught throws(UsageError) in
      let options = try FetchOptions(toPlay: arguments, .load())
      return { await FetchCommand(options, caught).run() }
    },
    Command(.save) { arguments, caught throws(UsageError) in
      let options = try FetchOptions(toSave: arguments)
      return { await FetchCommand(options, caught).run() }
    },
    Command(.job) { arguments, _ throws(UsageError) in
      let options = try JobOptions(arguments)
      return { await JobCommand(options).run() }
    },
    Command(.stop) { arguments, _ throws(UsageError) in
      let command = try StopCommand(arguments)
      return { await command.run() }
    },
    Command(.voices) { arguments, _ throws(UsageError) in
      let options = try VoicesOptions(arguments)
      return { await VoicesCommand(options).run() }
    },
    Command(.devices) { arguments, _ throws(UsageError) in
      let isJSON = arguments.switches.contains("json")
      try arguments.refuseOperands()
      return { await DevicesCommand(isJSON: isJSON).run() }
    },
    Command(.doctor) { arguments, _ throws(UsageError) in
      let options = try DoctorOptions(arguments)
      return { await DoctorCommand(options).run() }
    },
    printing(.help) { arguments throws(UsageError) in try HelpCommand(arguments).text + "\n" },
    printing(.completions) { arguments throws(UsageError) in try CompletionsCommand(arguments).text },
    printing(.manual) { arguments throws(UsageError) in try ManualCommand(arguments).text },
    Command(.setup) { arguments, _ throws(UsageError) in
      let setup = try SetupCommand(arguments)
      return {
        await TerminationSignal.leaveMainThread()
        return setup.run()
      }
    },
  ]

  /// A command that only prints a text.
  private static func printing(
    _ syntax: CommandSyntax, _ text: @escaping @Sendable (ParsedArguments) throws(UsageError) -> String
  ) -> Command {
    Command(syntax) { arguments, _ throws(UsageError) in
      let text = try text(arguments)
      return {
        // A pipe may be full.
        await TerminationSignal.leaveMainThread()
        StandardStream.output.write(text)
        return .status(.success)
      }
    }
  }

  /// The command called `name`.
  static func named(_ name: String) throws(UsageError) -> Command {
    if let command = all.first(where: { $0.syntax.name == name }) { return command }
    let shown = name.inShort
    let hint =
      suggestion(for: name, among: all.map(\.syntax.name)).map { "Did you mean \($0)?" }
      ?? "To speak it: gust say \(shown.debugDescription)."
    throw UsageError(
      "There is no command \(shown.debugDescription). \(hint) “gust --help” shows the commands.", isAboutOptions: false)
  }

  /// Takes `arguments` apart, and does what they say.
  func run(_ arguments: [String], _ caught: CaughtSignal) async -> Ending {
    do throws(UsageError) {
      let parsed = try ParsedArguments(arguments, syntax)
      if parsed.switches.contains("help") {
        StandardStream.output.writeLine(HelpText.of(syntax))
        return .status(.success)
      }
      let work = try prepare(parsed, caught)
      let ending = await work()
      if (try? PlayerLog.Level(parsed)) != nil { StandardErrorLog.shared.finish() }
      return ending
    } catch {
      return .usage(
        error.isAboutOptions ? "\(error.message) “gust \(syntax.name) --help” shows the options." : error.message)
    }
  }
}
