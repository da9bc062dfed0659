public import AudioTypes
import Foundation
import Synchronization

/// A sound server of our own with sinks that play into nothing: children with their own directory and socket, seen by
/// nobody else. Works as root and as any user, and ends with this object or this process.
public final class PrivatePulseServer: Sendable {
  /// A null sink to have.
  public struct Sink: Sendable {
    /// Its name; its monitor is called `name.monitor`.
    public var name: String
    /// The rate and channels it plays at; streams of another format are resampled.
    public var format: AudioFormat
    /// Whether audio once rendered stays as it is. Rewinds make a monitor lose or repeat samples when a stream starts;
    /// without them a recording is bit-exact, at the price of some 2 ms at the start of a stream. PipeWire never rewinds.
    public var isBitExact: Bool

    /// Describes a sink; at the format of its only stream and bit-exact unless told otherwise.
    public init(name: String = "speech", format: AudioFormat = .speech, isBitExact: Bool = true) {
      self.name = name
      self.format = format
      self.isBitExact = isBitExact
    }

    var moduleArguments: [String] {
      ["sink_name=\(name)", "rate=\(format.sampleRate)", "channels=\(format.channelCount)", "format=s16le"]
        + (isBitExact ? ["norewinds=1"] : [])
    }
  }

  /// Which programs it consists of.
  public let program: SoundServerProgram
  private let directory: URL
  private let sinks: [Sink]
  private let processes = Mutex<ServerProcesses?>(nil)

  /// Starts the server and returns when it answers. The first of `sinks` is the default.
  ///
  /// - Parameter program: which one; nil takes the one the environment asks for (`SoundServerProgram.variable`).
  public init(sinks: [Sink] = [Sink()], program: SoundServerProgram? = nil) throws(HarnessError) {
    if let program { self.program = program } else { self.program = try .chosen() }
    self.sinks = sinks
    directory = URL(filePath: "/tmp/gust-pulse-\(UUID().uuidString)")
    do {
      let attributes: [FileAttributeKey: Any] = [.posixPermissions: 0o700]
      try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: false, attributes: attributes)
      if case .pipeWire(let quantum) = self.program {
        try PipeWireConfiguration(socketPath: socketPath, sinks: sinks, quantum: quantum).write(below: directory)
      }
    } catch {
      throw .cannotStart(program: "a sound server", reason: error.localizedDescription)
    }
    try restart()
  }

  deinit {
    stop()
  }

  /// The address, as `PULSE_SERVER` spells it. The same after a restart.
  public var serverAddress: String { "unix:\(socketPath)" }

  /// How its sinks take samples, as `pactl` writes it: PipeWire mixes in floats.
  public var encoding: String { program.isPipeWire ? "float32le" : "s16le" }

  /// Ends the server and removes its directory.
  public func stop() {
    processes.withLock { $0.take() }?.end()
    try? FileManager.default.removeItem(at: directory)
  }

  /// Kills the server as a crash would; its socket stays behind.
  public func killHard() {
    processes.withLock { $0.take() }?.kill()
  }

  /// Stops the server in its tracks, as a machine under heavy load would, or lets it go on.
  public func setFrozen(_ isFrozen: Bool) {
    processes.withLock { $0?.setFrozen(isFrozen) }
  }

  /// Ends the server if it runs, starts it anew at the same address, and returns when it answers.
  public func restart() throws(HarnessError) {
    processes.withLock { $0.take() }?.end()
    let server = try ServerProcesses(commands, environment: environment)
    let answers = poll(limit: .seconds(10)) { server.hasEnded || (try? control(["info"])) != nil }
    guard answers, !server.hasEnded else { throw .serverDidNotAnswer(log: logTail) }
    processes.withLock { $0 = server }
    if program.isPipeWire { try makeSinks() }
  }

  /// Loads a server module and returns its index.
  @discardableResult
  public func loadModule(_ name: String, _ arguments: [String] = []) throws(HarnessError) -> Int {
    let output = try control(["load-module", name] + arguments)
    guard let index = Int(output.trimmingCharacters(in: .whitespacesAndNewlines)) else {
      throw .commandFailed(arguments: ["load-module", name], status: 0)
    }
    return index
  }

  /// Unloads the module with this index, or every one with this name.
  public func unloadModule(_ module: String) throws(HarnessError) {
    try control(["unload-module", module])
  }

  /// Adds a null sink while the server runs and returns its module's index. It is not there any more after a restart.
  @discardableResult
  public func addSink(_ sink: Sink) throws(HarnessError) -> Int {
    try loadModule("module-null-sink", sink.moduleArguments)
  }

  /// Takes a null sink away.
  public func removeSink(_ name: String) throws(HarnessError) {
    let modules = try control(["list", "short", "modules"]).split(separator: "\n").map { $0.split(separator: "\t") }
    for module in modules where module.count > 2 && module[2].split(separator: " ").contains("sink_name=\(name)") {
      try unloadModule(String(module[0]))
    }
  }

  /// Moves all streams but silent ones of `KeepAwakeStream` to another sink.
  public func moveStreams(to sink: String) throws(HarnessError) {
    let clients = try control(["list", "short", "clients"]).split(separator: "\n").map { $0.split(separator: "\t") }
    let silent = Set(clients.filter { $0.last == "pacat" }.map { $0[0] })
    for stream in try control(["list", "short", "sink-inputs"]).split(separator: "\n").map({ $0.split(separator: "\t") }
    )
    where !silent.contains(stream[2]) {
      try control(["move-sink-input", String(stream[0]), sink])
    }
  }

  /// Suspends a sink, or resumes it.
  public func setSuspended(_ isSuspended: Bool, sink: String) throws(HarnessError) {
    try control(["suspend-sink", sink, isSuspended ? "1" : "0"])
  }

  /// Runs `pactl` on this server and returns what it printed.
  @discardableResult
  public func control(_ arguments: [String]) throws(HarnessError) -> String {
    let pipe = try OutputPipe()
    var text: [UInt8] = []
    let command: ChildProcess
    do {
      defer { pipe.closeInput() }
      command = try ChildProcess(["timeout", "10", "pactl", "-s", serverAddress] + arguments, output: pipe.input)
    }
    while let bytes = pipe.read() { text += bytes }
    _ = command.waitForEnd(limit: .seconds(5))
    guard command.exitStatus == 0 else {
      throw .commandFailed(arguments: arguments, status: command.exitStatus)
    }
    return String(decoding: text, as: UTF8.self)
  }

  private var socketPath: String { directory.appending(path: "native").path }
  private var logPath: String { directory.appending(path: "log").path }

  private var logTail: String {
    let log = (try? String(contentsOfFile: logPath, encoding: .utf8)) ?? "no log"
    return log.split(separator: "\n").suffix(10).joined(separator: "\n")
  }

  private var commands: [ServerProcesses.Command] {
    switch program {
    case .pulseAudio: [.init(arguments: pulseAudioCommandLine, socketPath: socketPath)]
    case .pipeWire:
      [
        .init(arguments: ["pipewire"], socketPath: directory.appending(path: "pipewire-0").path),
        .init(arguments: ["wireplumber"]), .init(arguments: ["pipewire-pulse"], socketPath: socketPath),
      ]
    }
  }

  private var environment: [String: String?] {
    let own = ["HOME", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "PULSE_RUNTIME_PATH"]
    let unwanted = ["PULSE_SERVER", "DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "PIPEWIRE_RUNTIME_DIR", "PIPEWIRE_REMOTE"]
    return Dictionary(uniqueKeysWithValues: own.map { ($0, directory.path) } + unwanted.map { ($0, nil) })
      .merging(["PIPEWIRE_LOG": logPath]) { $1 }
  }

  private var pulseAudioCommandLine: [String] {
    let modules =
      sinks.map { (["module-null-sink"] + $0.moduleArguments).joined(separator: " ") }
      + ["module-native-protocol-unix auth-anonymous=1 socket=\(socketPath)"]
    return [
      "pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no",
      "--log-target=file:\(logPath)",
    ] + modules.map { "--load=\($0)" }
  }

  /// What the command line of `pulseaudio` does; and without the sink Debian has where there is no other.
  private func makeSinks() throws(HarnessError) {
    try unloadModule("module-always-sink")
    for sink in sinks { try addSink(sink) }
    guard let first = sinks.first else { return }
    // The session manager comes to know of the sinks a little later than the server.
    let isDefault = poll(limit: .seconds(10)) { (try? control(["set-default-sink", first.name])) != nil }
    guard isDefault else { throw .timedOut(waitingFor: "the sink \(first.name)") }
  }
}
