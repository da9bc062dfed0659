import BreezeSimulator
import Foundation
import PulseHarness
import Testing

/// The program `gust` as it was built together with these tests.
enum GustProgram {
  /// It lies beside the test bundle's executable: the target of these tests depends on it.
  static let path = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().appending(path: "gust").path

  /// Starts `gust say`, or another command, with `arguments` on `stage`; `changes` go over the environment, where nil removes a variable.
  ///
  /// - Parameter ignored: a signal that whoever starts the program has it ignore.
  static func start(
    _ arguments: [String], command: String = "say", on stage: Stage, environment changes: [String: String?] = [:],
    input: [UInt8] = [], ignoring ignored: Int32? = nil
  ) throws -> ProgramRun {
    let trap = ignored.map { "trap '' \($0); " } ?? ""
    return try ProgramRun(
      "sh", ["-c", trap + #"exec "$0" "$@""#, path, command] + arguments,
      environment: environment(on: stage).merging(changes) { $1 },
      input: input)
  }

  /// Starts a script for `bash`, which finds the program's path in `$0`, and `arguments` behind it.
  static func startShell(_ script: String, _ arguments: [String], on stage: Stage) throws -> ProgramRun {
    try ProgramRun("bash", ["-c", script, path] + arguments, environment: environment(on: stage))
  }

  /// What the program finds in its environment on `stage`; nil removes a variable.
  static func environment(on stage: Stage) -> [String: String?] {
    var environment: [String: String?] = [
      "BREEZE_API_KEY": Stage.key, "BREEZE_BASE_URL": stage.simulator.baseURL,
      "BREEZE_VOICE": BreezeSimulator.defaultVoice, "PULSE_SERVER": stage.server.serverAddress, "GUST_STATE": "off",
      "GUST_CONFIG": "off", "XDG_RUNTIME_DIR": stage.runtime.path(""),
    ]
    let unwanted = [
      "PULSE_SINK", "SSL_CERT_FILE", "http_proxy", "https_proxy", "all_proxy", "HTTPS_PROXY", "ALL_PROXY",
    ]
    for name in unwanted { environment.updateValue(nil, forKey: name) }
    return environment
  }

  /// Runs a script of bash, in which `$gust` is the program.
  static func bash(
    _ script: String, on stage: Stage, environment: [String: String?] = [:]
  ) async throws -> ProgramRun.Result {
    let variables = self.environment(on: stage).merging(environment) { $1 }.merging(["gust": path]) { $1 }
    return try await end(of: try ProgramRun("bash", ["--norc", "-c", script], environment: variables))
  }

  /// Runs the program with `arguments` alone: for what needs neither the service nor sound.
  static func runAlone(_ arguments: [String], environment: [String: String?] = [:]) async throws -> ProgramRun.Result {
    try await end(of: try ProgramRun(path, arguments, environment: ["GUST_CONFIG": "off"].merging(environment) { $1 }))
  }

  /// Runs `gust say`, or another command, to its end. Whatever it is for, it never shows the key.
  static func run(
    _ arguments: [String], command: String = "say", on stage: Stage, environment: [String: String?] = [:],
    input: [UInt8] = []
  ) async throws -> ProgramRun.Result {
    let run = try start(arguments, command: command, on: stage, environment: environment, input: input)
    return try await end(of: run)
  }

  /// Waits for the end of a run.
  static func end(of run: ProgramRun) async throws -> ProgramRun.Result {
    let result = try await offPool { try run.wait(limit: .seconds(60)) }
    #expect(!result.error.contains(Stage.key), "the key is on standard error")
    #expect(!result.output.contains(Stage.key.utf8), "the key is on standard output")
    return result
  }
}
