import FoundationEssentials
import PulseHarness

/// Where the programs are that are measured or needed.
struct Programs {
  let gust: String
  let simulator: String
  /// Which sound server plays.
  let soundServer: SoundServerProgram

  /// They lie beside this program, unless `gustPath` says otherwise.
  init(gustPath: String?, soundServer: SoundServerProgram) {
    self.soundServer = soundServer
    let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
    let folder = URL(filePath: own).deletingLastPathComponent()
    gust = gustPath ?? folder.appending(path: "gust").path
    simulator = folder.appending(path: "gust-simulator").path
  }

  /// Whether a program can be run: a path, or a name found in PATH.
  static func isInstalled(_ program: String) -> Bool {
    if program.contains("/") { return FileManager.default.isExecutableFile(atPath: program) }
    return (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
      .contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(program)") }
  }
}
