import FoundationEssentials
import PulseHarness

/// The programs that come in through the library's other doors, compiled when they are needed.
struct DoorPrograms {
  private let rig: Rig
  private let prefix: String
  private let folder: TemporaryFolder

  /// - Throws: `MissingRival` when the library is not installed there.
  init(_ rig: Rig, prefix: String) throws {
    self.rig = rig
    self.prefix = prefix
    guard FileManager.default.fileExists(atPath: prefix + "/lib/libgust.so") else {
      throw MissingRival(name: "libgust.so", reason: "not in \(prefix)/lib (Sources/GustC/install; --library PREFIX)")
    }
    folder = try TemporaryFolder()
    try folder.write("memory.h", PackageResources.memory_h)
    try compile("hello.c", PackageResources.hello_c, [])
    try compile("client.c", PackageResources.client_c, ["-lcurl", "-lpulse-simple"])
    try compile(
      "door.c", PackageResources.door_c,
      ["-I\(prefix)/include", "-L\(prefix)/lib", "-Wl,-rpath,\(prefix)/lib", "-lgust"])
    try folder.write("door.py", PackageResources.door_py)
  }

  /// Speaks in C.
  func c() throws -> ProgramDialogue { try start([folder.path("door")]) }

  /// Does nothing, in C.
  func hello() throws -> ProgramDialogue { try start([folder.path("hello")]) }

  /// Fetches and plays, in C, without Gust.
  func client() throws -> ProgramDialogue { try start([folder.path("client")]) }

  /// Speaks in Python.
  func python() throws -> ProgramDialogue {
    try start(["PYTHONPATH=\(prefix)/lib/gust/python", "python3", folder.path("door.py")])
  }

  private func start(_ command: [String]) throws -> ProgramDialogue {
    let environment = rig.environment.merging(["PULSE_SINK": Rig.sink.name]) { $1 }
    let settings = environment.compactMap { name, value in value.map { "\(name)=\($0)" } }
    return try ProgramDialogue("env", settings + command)
  }

  private func compile(_ name: String, _ source: [UInt8], _ options: [String]) throws {
    let path = try folder.write(name, source)
    let program = folder.path(String(name.dropLast(2)))
    let result: ProgramRun.Result
    do {
      result = try ProgramRun("gcc", ["-O2", path, "-o", program] + options).wait(limit: .seconds(60))
    } catch {
      throw MissingRival(name: name, reason: "\(error)")
    }
    guard result.ending == .exit(0) else { throw MissingRival(name: name, reason: "gcc: \(result.error)") }
  }
}
