public import AudioTypes
import Synchronization

/// A silence in the middle of an utterance, or a delay of its start, because the sound server or its device failed; and that
/// it went on with the first sample that had not been heard.
public struct SoundRecovery: Sendable {
  /// What failed.
  public enum Cause: Int, CaseIterable, Sendable {
    /// The server ended, or closed the connection: another was made.
    case serverLost
    /// The device went away: another stream was opened, on the default device if need be.
    case deviceLost
    /// The server did nothing and answered nothing for a while.
    case serverSilent
    /// The device was switched off for a while.
    case deviceSuspended
    /// The server answered, but took nothing of what was to be played: another connection was made.
    case streamStuck
  }

  /// What failed.
  public let cause: Cause
  /// When the last sample before it was heard, as nearly as can be told.
  public let start: MonotonicInstant
  /// How long until sound went on, or was given up.
  public let duration: Duration
}

/// The first recoveries of one utterance; the rest are only counted. The audio thread writes, without lock or allocation; any
/// thread reads.
final class RecoveryLog: Sendable {
  private static let capacity = 32
  private let causes = InlineArray<32, Atomic<Int>> { _ in Atomic(0) }
  private let starts = InlineArray<32, Atomic<UInt64>> { _ in Atomic(0) }
  private let durations = InlineArray<32, Atomic<UInt64>> { _ in Atomic(0) }
  private let begun = Atomic<Int>(0)
  private let ended = Atomic<Int>(0)

  /// How many there were, with one that is under way.
  var count: Int { begun.load(ordering: .acquiring) }

  /// How many of them are over.
  var endedCount: Int { ended.load(ordering: .acquiring) }

  func noteBegin(_ cause: SoundRecovery.Cause, at start: MonotonicInstant) {
    let index = begun.load(ordering: .relaxed)
    if index < Self.capacity {
      causes[index].store(cause.rawValue, ordering: .relaxed)
      starts[index].store(start.nanoseconds, ordering: .relaxed)
    }
    begun.store(index + 1, ordering: .releasing)
  }

  /// - Parameter cause: what it turned out to be.
  func noteEnd(_ cause: SoundRecovery.Cause, after duration: Duration) {
    let index = ended.load(ordering: .relaxed)
    if index < Self.capacity {
      causes[index].store(cause.rawValue, ordering: .relaxed)
      durations[index].store(duration.wholeNanoseconds, ordering: .relaxed)
    }
    ended.store(index + 1, ordering: .releasing)
  }

  /// What failed at the recovery with this index, as far as is known by now; nil when it is not kept.
  func cause(_ index: Int) -> SoundRecovery.Cause? {
    guard index < min(count, Self.capacity) else { return nil }
    return SoundRecovery.Cause(rawValue: causes[index].load(ordering: .relaxed))
  }

  /// Those that are over, in order.
  var snapshot: [SoundRecovery] {
    (0..<min(endedCount, Self.capacity)).compactMap { index in
      cause(index).map {
        SoundRecovery(
          cause: $0, start: MonotonicInstant(nanoseconds: starts[index].load(ordering: .relaxed)),
          duration: .nanoseconds(Int64(clamping: durations[index].load(ordering: .relaxed))))
      }
    }
  }
}

/// What has been announced of the recoveries of one utterance.
struct AnnouncedRecoveries {
  private var begun = 0
  private var ended = 0

  /// Takes over what `log` says now, and returns what that means.
  mutating func update(_ log: RecoveryLog) -> [UtteranceEvent] {
    let recoveries = log.snapshot
    let count = log.count
    var events: [UtteranceEvent] = []
    while begun < count || ended < min(begun, recoveries.count) {
      if ended < min(begun, recoveries.count) {
        events.append(.recovered(recoveries[ended]))
        ended += 1
      } else {
        if let cause = log.cause(begun) { events.append(.recovering(cause)) }
        begun += 1
      }
    }
    return events
  }
}
