import AudioTypes
import Synchronization

/// When the bytes of a ring came, for a reader that is not woken for each of them: see `PlaybackEngine.awaitsBytes`.
///
/// One thread notes, the one that writes into the ring; the audio thread takes. Neither locks, allocates or waits.
final class ArrivalMarks: Sendable {
  private static let capacity = 256
  private let totals = InlineArray<256, Atomic<Int>> { _ in Atomic(0) }
  private let instants = InlineArray<256, Atomic<UInt64>> { _ in Atomic(0) }
  /// How many were noted and taken since the beginning.
  private let noted = Atomic(0)
  private let taken = Atomic(0)
  /// When the latest bytes came for which there was no room; zero for none.
  private let lost = Atomic<UInt64>(0)

  /// Bytes lie in the ring.
  ///
  /// - Parameters:
  ///   - total: all there were so far.
  ///   - instant: when the latest came.
  func note(total: ByteCount, at instant: MonotonicInstant) {
    let index = noted.load(ordering: .relaxed)
    guard index - taken.load(ordering: .acquiring) < Self.capacity else {
      return lost.store(instant.nanoseconds, ordering: .relaxed)
    }
    totals[index % Self.capacity].store(total.rawValue, ordering: .relaxed)
    instants[index % Self.capacity].store(instant.nanoseconds, ordering: .relaxed)
    noted.store(index + 1, ordering: .releasing)
  }

  /// Takes the oldest mark; nil when there is none.
  func next() -> (total: ByteCount, instant: MonotonicInstant)? {
    let index = taken.load(ordering: .relaxed)
    guard index < noted.load(ordering: .acquiring) else { return nil }
    let total = ByteCount(totals[index % Self.capacity].load(ordering: .relaxed))
    let instant = MonotonicInstant(nanoseconds: instants[index % Self.capacity].load(ordering: .relaxed))
    taken.store(index + 1, ordering: .releasing)
    return (total, instant)
  }

  /// When the latest bytes came that have no mark, because there was no room; nil when all had some since this was asked.
  func takeLost() -> MonotonicInstant? {
    let instant = lost.exchange(0, ordering: .relaxed)
    return instant == 0 ? nil : MonotonicInstant(nanoseconds: instant)
  }
}
