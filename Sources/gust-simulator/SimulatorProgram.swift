import BreezeSimulator
import Platform

/// The program around one simulator.
enum SimulatorProgram {
  /// Runs until a signal says to end; answers the exit status: 0, 1 when it could not start, 2 for bad arguments.
  static func run(arguments: [String]) -> Int32 {
    do {
      let arguments = try Arguments(arguments)
      if arguments.wantsHelp {
        StandardStream.output.writeLine(Arguments.help)
        return 0
      }
      return try serve(arguments)
    } catch let mistake as Arguments.Mistake {
      say("\(mistake.message)\nTry --help.")
      return 2
    } catch {
      say("\(error)")
      return 1
    }
  }

  private static func serve(_ arguments: Arguments) throws -> Int32 {
    let scenario = try arguments.scenarioPath.map(readScenario)
    TerminationSignal.hold()  // Before any thread exists.
    let simulator = try BreezeSimulator(configuration: arguments.configuration)
    if let scenario { simulator.setScenario(scenario) }
    if let port = simulator.controlPort { say("control server: http://127.0.0.1:\(port)") }
    StandardStream.output.writeLine(simulator.baseURL)
    _ = TerminationSignal.next()
    simulator.stop()
    return 0
  }

  private static func readScenario(_ path: String) throws -> Scenario {
    let json: [UInt8]
    do {
      json = try readFile(path, limit: 1 << 20)
    } catch {
      throw Arguments.Mistake(message: "\(path) \(error.reason)")
    }
    do {
      return try Scenario(json: json)
    } catch {
      throw Arguments.Mistake(message: "\(path): \(error)")
    }
  }

  private static func say(_ text: String) {
    StandardStream.error.writeLine("gust-simulator: \(text)")
  }
}
