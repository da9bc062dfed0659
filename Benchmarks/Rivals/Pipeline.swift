import AudioTypes
import FoundationEssentials
import Glibc
import PulseHarness

/// One run of a contender, with `curl` before it where it needs that, as `curl … | player -` in a shell would run them.
///
/// A named pipe joins the two, so that each is a child of ours and its processor time its own. Each leads a session, so
/// that whatever it has started ends with it.
final class Pipeline {
  /// What the run cost.
  struct Cost {
    /// User and system time of everything that ran.
    let processorTime: Duration
    /// That of the player alone, and of what it started.
    let playerTime: Duration
    /// The greatest sum of `VmHWM` (RSS, shared pages included) over the player and what it had started. Not of `curl`.
    let peakMemory: ByteCount
  }

  private let player: ProgramRun
  private let curl: ProgramRun?
  private let folder: TemporaryFolder
  private let pipeName = "pipe-\(UUID().uuidString)"

  /// Starts `command`; with `curl` arguments, that writes into its standard input.
  init(_ command: [String], curl arguments: [String]?, environment: [String: String?], folder: TemporaryFolder) throws {
    self.folder = folder
    if let arguments {
      let pipe = try folder.makePipe(pipeName)
      curl = try ProgramRun(
        "setsid", ["sh", "-c", "exec curl \"$@\" >\"$0\"", pipe] + arguments, environment: environment)
      player = try ProgramRun(
        "setsid", ["sh", "-c", "exec \"$@\" <\"$0\"", pipe] + command, environment: environment)
    } else {
      curl = nil
      player = try ProgramRun("setsid", command, environment: environment)
    }
  }

  deinit {
    kill()
    folder.remove(pipeName)
  }

  /// Waits until all has ended, at most until `deadline`; then kills what is left and throws.
  func wait(until deadline: MonotonicInstant) throws -> Cost {
    var memory = ByteCount.zero
    // A process that has ended has no memory to tell of.
    while let held = treeMemory(ofProcess: player.identifier) {
      memory = max(memory, held)
      guard .now < deadline else {
        kill()
        throw BenchError("did not end in time")
      }
      usleep(20_000)
    }
    let played = try player.wait(limit: .seconds(2))
    let fetched = try curl?.wait(limit: .seconds(2))
    guard played.ending == .exit(0) else {
      throw BenchError("\(played.ending) \(played.error.suffix(200))")
    }
    let time = played.processorTime
    return Cost(processorTime: time + (fetched?.processorTime ?? .zero), playerTime: time, peakMemory: memory)
  }

  private func kill() {
    for run in [player, curl].compactMap(\.self) {
      run.sendToGroup(SIGKILL)
      _ = try? run.wait(limit: .zero)
    }
  }
}
