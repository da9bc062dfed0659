import AudioTypes
import Synchronization

/// The first recoveries of one utterance; the rest are only counted. The audio thread writes, without lock or allocation; any
/// thread reads.
final class SoundRecoveryLog: Sendable {
  private static let capacity = 32
  private let causes = InlineArray<32, Atomic<Int>> { _ in Atomic(0) }
  private let starts = InlineArray<32, Atomic<UInt64>> { _ in Atomic(0) }
  private let durations = InlineArray<32, Atomic<UInt64>> { _ in Atomic(0) }
  private let mended = InlineArray<32, Atomic<Bool>> { _ in Atomic(false) }
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
  func noteEnd(_ cause: SoundRecovery.Cause, after duration: Duration, isMended: Bool) {
    let index = ended.load(ordering: .relaxed)
    if index < Self.capacity {
      causes[index].store(cause.rawValue, ordering: .relaxed)
      durations[index].store(duration.wholeNanoseconds, ordering: .relaxed)
      mended[index].store(isMended, ordering: .relaxed)
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
          duration: .nanoseconds(Int64(clamping: durations[index].load(ordering: .relaxed))),
          isMended: mended[index].load(ordering: .relaxed))
      }
    }
  }
}

/// What has been announced of the recoveries of one utterance.
struct AnnouncedSoundRecoveries {
  private var begun = 0
  private var ended = 0

  /// Takes over what `log` says now, and returns what that means.
  mutating func update(_ log: SoundRecoveryLog) -> [UtteranceEvent] {
    let recoveries = log.snapshot
    let count = log.count
    var events: [UtteranceEvent] = []
    while begun < count || ended < min(begun, recoveries.count) {
      if ended < min(begun, recoveries.count) {
        if recoveries[ended].isMended { events.append(.soundBack(recoveries[ended])) }
        ended += 1
      } else {
        if let cause = log.cause(begun) { events.append(.soundLost(cause)) }
        begun += 1
      }
    }
    return events
  }
}
