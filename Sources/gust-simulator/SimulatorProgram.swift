internal import BreezeSimulator
internal import FoundationEssentials
internal import Glibc

/// The program around one simulator.
enum SimulatorProgram {
  /// Runs until a signal says to end; answers the exit status: 0, 1 when it could not start, 2 for bad arguments.
  static func run(arguments: [String]) -> Int32 {
    do {
      let arguments = try Arguments(arguments)
      if arguments.wantsHelp {
        print(Arguments.help)
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
    // Before any thread exists, so that all inherit it and only sigwait sees these signals.
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    for signal in [SIGINT, SIGTERM] { unsafe sigaddset(&signals, signal) }
    unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
    let simulator = try BreezeSimulator(configuration: arguments.configuration)
    if let scenario { simulator.setScenario(scenario) }
    if let port = simulator.controlPort { say("control server: http://127.0.0.1:\(port)") }
    write(simulator.baseURL, to: STDOUT_FILENO)
    var received: Int32 = 0
    unsafe sigwait(&signals, &received)
    simulator.stop()
    return 0
  }

  private static func readScenario(_ path: String) throws -> Scenario {
    guard let data = try? Data(contentsOf: URL(filePath: path)) else {
      throw Arguments.Mistake(message: "cannot read \(path)")
    }
    do {
      return try Scenario(json: Array(data))
    } catch {
      throw Arguments.Mistake(message: "\(path): \(error)")
    }
  }

  private static func say(_ text: String) {
    write("gust-simulator: \(text)", to: STDERR_FILENO)
  }

  /// Unbuffered: whoever started this program waits for the line.
  private static func write(_ line: String, to descriptor: Int32) {
    let bytes = Array((line + "\n").utf8)
    _ = unsafe Glibc.write(descriptor, bytes, bytes.count)
  }
}
