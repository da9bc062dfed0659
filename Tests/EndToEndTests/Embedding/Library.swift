import BreezeSimulator
import Foundation
import PulseHarness
import Testing

/// libgust.so as a user installs it: built once for all tests of a run.
struct Library: Sendable {
  /// Where it was installed.
  let prefix: String
  /// The commands that its installation printed.
  let paths: String
  /// This package.
  static let package = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..").standardized
  /// The programs that are here to be run by tests.
  static let programs = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Programs").path
  /// The programs that are here to be read by people.
  static let examples = package.appending(path: "Sources/Examples").path

  private static let built = Task {
    try await offPool {
      let scratch = package.appending(path: ".build").path
      let prefix = scratch + "/library"
      let install = package.appending(path: "Sources/GustC/install").path
      let result = try ProgramRun(install, ["--prefix", prefix, "--scratch-path", scratch]).wait(limit: .seconds(900))
      try #require(result.ending == .exit(0), "\(String(decoding: result.output.suffix(4000), as: UTF8.self))")
      print("libgust.so was built and installed in \(result.wallTime.components.seconds) s")
      let paths = result.text.split(separator: "\n").filter { $0.hasPrefix("export ") }
      try #require(paths.count == 3)
      return Library(prefix: prefix, paths: paths.joined(separator: "\n"))
    }
  }

  static var installed: Library {
    get async throws { try await built.value }
  }

  /// The library itself.
  var path: String { prefix + "/lib/libgust.so" }

  /// Where Python finds the module.
  var pythonPath: String { prefix + "/lib/gust/python" }

  /// Compiles a C program as its first comment says, with `options`, and returns its path.
  func compile(_ source: String, _ options: [String] = [], into scratch: TemporaryFolder) async throws -> String {
    let program = scratch.path("program")
    let command =
      #"exec gcc -std=c11 -Wall -Wextra -Werror -D_GNU_SOURCE -g "$0" "$@" $(pkg-config --cflags --libs gust) -lm"#
    let result = try await run("sh", ["-c", command, source] + options + ["-o", program])
    try #require(result.ending == .exit(0), "\(result.error)")
    return program
  }

  /// Runs `program`, with the library in reach, to its end.
  func run(
    _ program: String, _ arguments: [String] = [], on stage: Stage? = nil, environment: [String: String?] = [:]
  ) async throws -> ProgramRun.Result {
    let run = try start(program, arguments, on: stage, environment: environment)
    let result = try await offPool { try run.wait(limit: .seconds(100)) }
    #expect(!result.error.contains(Stage.key), "the key is on standard error")
    return result
  }

  /// Starts `program`, with the library in reach.
  func start(
    _ program: String, _ arguments: [String] = [], on stage: Stage? = nil, environment changes: [String: String?] = [:]
  ) throws -> ProgramRun {
    var environment: [String: String?] = [
      "LD_LIBRARY_PATH": prefix + "/lib", "PKG_CONFIG_PATH": prefix + "/lib/pkgconfig", "PYTHONPATH": pythonPath,
      "PYTHONDONTWRITEBYTECODE": "1", "GUST_STATE": "off", "BREEZE_API_KEY": Stage.key,
      "BREEZE_VOICE": BreezeSimulator.defaultVoice,
    ]
    if let stage {
      environment["BREEZE_BASE_URL"] = stage.simulator.baseURL
      environment["PULSE_SERVER"] = stage.server.serverAddress
    }
    for name in ["PULSE_SINK", "http_proxy", "https_proxy", "all_proxy", "HTTPS_PROXY", "ALL_PROXY"] {
      environment.updateValue(nil, forKey: name)
    }
    return try ProgramRun(program, arguments, environment: environment.merging(changes) { $1 })
  }
}

extension ProgramRun.Result {
  /// What it wrote to standard output.
  var text: String { String(decoding: output, as: UTF8.self) }
}

/// What programs in other languages make of Gust: the installed library, the examples, and a program that means ill.
///
/// Apart from the other end-to-end tests, and on a stage of its own, so that both go at once.
@Suite(.serialized, StageTrait(), .timeLimit(.minutes(15)))
enum EmbeddingTests {}
