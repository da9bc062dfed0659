import AudioTypes
import Synchronization
import Testing

@testable import Playback

/// A host that reads a block when the test says so: nothing is heard in between, however busy the machine is.
final class HandHost: Sendable {
  private struct Read {
    var samples: [Int16] = []
    /// Before the latest block was read.
    var latest: MonotonicInstant?
    var longestGap = Duration.zero

    mutating func noteGap(until now: MonotonicInstant) {
      if let latest { longestGap = max(longestGap, latest.duration(to: now)) }
    }
  }

  private let source: PullSource
  private let read = Mutex(Read())

  init(_ source: PullSource) {
    self.source = source
  }

  /// All that was read as sound.
  var samples: [Int16] { read.withLock(\.samples) }

  /// Whether it was never kept from reading for nearly half a second: then the player takes the device for suspended.
  var isSteady: Bool { read.withLock { $0.longestGap < .milliseconds(400) } }

  /// Reads ten milliseconds.
  func readBlock() async throws {
    var block = [Int16](repeating: 0, count: 240 * source.format.channelCount)
    var span = block.mutableSpan
    let start = MonotonicInstant.now
    let count = source.read(into: &span).rawValue * source.format.channelCount
    read.withLock { read in
      read.samples += block[..<count]
      read.noteGap(until: .now)
      read.latest = start
    }
    try await Task.sleep(for: .milliseconds(5))
  }

  /// Reads until so many samples were sound.
  func read(until count: Int) async throws {
    while samples.count < count { try await readBlock() }
  }

  /// Reads until `utterance` is over.
  func read(toTheEndOf utterance: Utterance) async throws {
    while utterance.snapshot.state != .over { try await readBlock() }
    read.withLock { $0.noteGap(until: .now) }
  }

  /// Reads nothing until so many frames of `utterance` have been written.
  func wait(until count: Int, of utterance: Utterance) async throws {
    while utterance.progress.framesWritten.load(ordering: .relaxed) < count {
      try await Task.sleep(for: .milliseconds(1))
    }
  }
}

/// Runs `attempt`, which returns whether its host was steady, until that was; at most five times.
func untilSteady(_ attempt: () async throws -> Bool) async throws {
  for _ in 1...5 {
    if try await attempt() { return }
  }
  Issue.record("the machine was too busy, five times")
}
