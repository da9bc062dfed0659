import AudioTypes
import Synchronization

/// What others may see of an utterance while it is being heard. The audio thread writes it, without lock or allocation.
final class LiveLook: Sendable {
  /// Why everything stands still.
  enum Standstill: UInt8, AtomicRepresentable {
    case none
    case paused
    case soundLost
  }

  /// Its turn has come, and it is asked for.
  let isFetched = Atomic(false)
  /// Its report is made.
  let isOver = Atomic(false)
  let standstill = Atomic(Standstill.none)
  /// While it is being heard: when its first frame would have been heard had it been heard without a break, in nanoseconds.
  /// While it is not: how much has been heard, as −1 − nanoseconds. One word, so that no reader sees half a change.
  private let clock = Atomic<Int64>(-1)
  private let arrivedNanoseconds = Atomic<Int64>(0)
  private let writtenNanoseconds = Atomic<Int64>(0)
  private let firstHeardNanoseconds = Atomic<UInt64>(0)
  /// How loud it is; written with the samples.
  let loudness = LoudnessTrack()
  /// All of its audio has come, and that was all there is.
  let isComplete = Atomic(false)

  // MARK: The audio thread

  func note(_ standstill: Standstill) { self.standstill.store(standstill, ordering: .releasing) }

  /// - Parameter isMoving: more of it is heard as time passes.
  func note(heard: Duration, isMoving: Bool, at now: MonotonicInstant) {
    let heard = heard.signedNanoseconds
    let moving = isMoving ? Int64(clamping: now.nanoseconds) - heard : -1
    clock.store(moving >= 0 ? moving : -1 - max(0, heard), ordering: .releasing)
  }

  func note(arrived: Duration) { arrivedNanoseconds.store(arrived.signedNanoseconds, ordering: .releasing) }

  func note(written: Duration) { writtenNanoseconds.store(written.signedNanoseconds, ordering: .releasing) }

  /// Its first frame was heard; the first call counts.
  func noteFirstHeard(_ instant: MonotonicInstant) {
    _ = firstHeardNanoseconds.compareExchange(expected: 0, desired: instant.nanoseconds, ordering: .releasing)
  }

  // MARK: Any thread

  func heard(at now: MonotonicInstant) -> Duration {
    let clock = clock.load(ordering: .acquiring)
    guard clock >= 0 else { return .nanoseconds(-(clock + 1)) }
    let passed = Int64(clamping: now.nanoseconds) - clock
    return .nanoseconds(min(max(0, passed), writtenNanoseconds.load(ordering: .acquiring)))
  }

  var arrived: Duration { .nanoseconds(arrivedNanoseconds.load(ordering: .acquiring)) }

  /// When its first frame was heard; nil before.
  var firstHeard: MonotonicInstant? {
    let nanoseconds = firstHeardNanoseconds.load(ordering: .acquiring)
    return nanoseconds == 0 ? nil : MonotonicInstant(nanoseconds: nanoseconds)
  }
}
