import PulseHarness
import Testing

/// A terminal with a shell in it, in which the program is called `gust`: one of tmux, so that what people would see can be
/// looked at.
final class ShellTerminal: Sendable {
  private let scratch: TemporaryFolder

  init(on stage: Stage, columns: Int = 80, environment changes: [String: String?] = [:]) throws {
    scratch = try TemporaryFolder()
    var environment = GustProgram.environment(on: stage).merging(changes) { $1 }
    for (name, value) in [
      "LC_ALL": "C.UTF-8", "PS1": "$ ", "HISTFILE": nil, "TMUX": nil, "SWIFT_BACKTRACE": "enable=no",
    ] as [String: String?] {
      environment.updateValue(value, forKey: name)
    }
    if changes["NO_COLOR"] == nil { environment.updateValue(nil, forKey: "NO_COLOR") }
    try tmux(
      ["-f", "/dev/null", "new-session", "-d", "-x", "\(columns)", "-y", "24", "bash", "--norc", "--noprofile"],
      environment: environment)
    try type("gust() { '\(GustProgram.path)' \"$@\"; }; clear")
  }

  deinit {
    _ = try? tmux(["kill-server"])
  }

  /// What is on the screen and above it: its lines, without those that are empty.
  var lines: [String] {
    let screen = try? tmux(["capture-pane", "-p", "-S", "-"])
    return (screen ?? "").split(separator: "\n").map(String.init)
  }

  /// What is on the screen, with its escape sequences.
  var colors: String { (try? tmux(["capture-pane", "-p", "-e"])) ?? "" }

  /// Types a line for the shell, or for who reads in its place.
  func type(_ line: String) throws {
    try type(withoutEnter: line)
    try tmux(["send-keys", "Enter"])
  }

  func type(withoutEnter text: String) throws {
    guard !text.isEmpty else { return }
    try tmux(["send-keys", "-l", text])
  }

  /// Presses a key, as tmux names it.
  func press(_ key: String) throws { try tmux(["send-keys", key]) }

  func resize(columns: Int) throws { try tmux(["resize-window", "-x", "\(columns)"]) }

  /// Waits until a line of the screen has `text` in it, and returns that line.
  func line(with text: String, sourceLocation: SourceLocation = #_sourceLocation) async throws -> String {
    var found: String?
    _ = await eventually {
      found = lines.last { $0.contains(text) }
      return found != nil
    }
    return try #require(found, "“\(text)” is not on the screen: \(lines)", sourceLocation: sourceLocation)
  }

  /// Whether nothing on the screen changes for 400 ms before long: the line of speech is drawn ten times a second.
  func comesToRest() async -> Bool {
    var (shown, since) = (lines, ContinuousClock.now)
    return await eventually {
      let seen = lines
      if seen != shown { (shown, since) = (seen, .now) }
      return since.duration(to: .now) >= .milliseconds(400)
    }
  }

  /// The settings of the terminal, one line each; asked of the shell, which must be waiting for a command.
  func settings() async throws -> [UInt8] {
    let name = "settings-\(scratch.names.count)"
    try type("stty -g > \(scratch.path(name)).part; mv \(scratch.path(name)).part \(scratch.path(name))")
    let path = scratch.path(name)
    #expect(await eventually { scratch.names.contains(name) }, "\(path)")
    return try scratch.read(name)
  }

  @discardableResult
  private func tmux(_ arguments: [String], environment: [String: String?] = [:]) throws -> String {
    let run = try ProgramRun("tmux", ["-S", scratch.path("tmux")] + arguments, environment: environment)
    let result = try run.wait()
    guard result.ending == .exit(0) else { throw HarnessError.commandFailed(arguments: arguments, status: nil) }
    return String(decoding: result.output, as: UTF8.self)
  }
}
