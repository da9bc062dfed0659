public import AudioTypes
import Synchronization

/// A silence in the middle of an utterance, because the audio did not come in time.
public struct Stall: Sendable {
  /// When the sink ran dry.
  public let start: MonotonicInstant
  /// How long it stayed so.
  public let duration: Duration
}

/// The first stalls of one utterance; the rest are only counted. The audio thread appends, without lock or allocation;
/// any thread reads.
final class StallLog: Sendable {
  static let capacity = 32
  private let starts = InlineArray<32, Atomic<UInt64>> { _ in Atomic(0) }
  private let durations = InlineArray<32, Atomic<UInt64>> { _ in Atomic(0) }
  private let count = Atomic<Int>(0)

  func append(_ stall: Stall) {
    let index = count.load(ordering: .relaxed)
    guard index < Self.capacity else { return }
    starts[index].store(stall.start.nanoseconds, ordering: .relaxed)
    durations[index].store(stall.duration.wholeNanoseconds, ordering: .relaxed)
    count.store(index + 1, ordering: .releasing)
  }

  var snapshot: [Stall] {
    (0..<count.load(ordering: .acquiring)).map { index in
      Stall(
        start: MonotonicInstant(nanoseconds: starts[index].load(ordering: .relaxed)),
        duration: .nanoseconds(Int64(clamping: durations[index].load(ordering: .relaxed))))
    }
  }
}
