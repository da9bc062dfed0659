import AudioTypes
import Gust
import LatencyReporting
import Platform
import Synchronization

/// Writes what a player tells to standard error, a line each: `gust: +12.3 ms …`.
///
/// A terminal that stands still must not hold up the network: lines that it does not take are dropped after a while.
final class StandardErrorLog: Sendable {
  static let shared = StandardErrorLog()

  private let start = MonotonicInstant.now
  private let isFinished = Atomic(false)

  /// The log for a player.
  func log(_ level: PlayerLog.Level) -> PlayerLog {
    write("gust \(Gust.version), \(CurlLibrary.version)", at: .now)
    return PlayerLog(level) { entry in
      self.write((entry.utterance.map { "#\($0) " } ?? "") + entry.text, at: entry.instant)
    }
  }

  /// Nothing is written from now on.
  func finish() {
    isFinished.store(true, ordering: .relaxed)
  }

  private func write(_ text: String, at instant: MonotonicInstant) {
    guard !isFinished.load(ordering: .relaxed) else { return }
    OutputQueue.error.offer("gust: +\(max(.zero, start.duration(to: instant)).inMilliseconds) \(text)\n")
  }
}

extension PlayerLog.Level {
  /// What `--verbose`, once or twice, and `GUST_LOG` ask for; nil where they ask for nothing.
  init?(_ arguments: ParsedArguments) throws(UsageError) {
    let count = arguments.switchCounts["verbose", default: 0]
    if count > 0 {
      self = count > 1 ? .details : .steps
      return
    }
    guard let text = environmentVariable("GUST_LOG"), text != "0" else { return nil }
    guard let level = Int(text).flatMap(PlayerLog.Level.init(rawValue:)) else {
      throw UsageError("GUST_LOG takes 0, 1 or 2, not \(text.debugDescription).", isAboutOptions: false)
    }
    self = level
  }
}
