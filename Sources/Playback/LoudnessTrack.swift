import AudioTypes
import Synchronization

/// How loud an utterance is, in blocks of 10 ms, for as long as it may wait to be heard: so that whoever asks learns the
/// level of what is heard, and not of what was written. The audio thread stores a block as often as it learns more of it, or
/// takes it back; any thread reads.
final class LoudnessTrack: Sendable {
  /// What a block holds.
  struct Block {
    /// Mean square of its samples, of full scale.
    var power: Float
    /// The largest sample, regardless of its sign.
    var peak: UInt16
  }

  static let blocksPerSecond = 100
  /// Five seconds: a sink holds two at most.
  static let capacity = 512
  /// One word each, so that no reader sees half a change: the power's bits, the peak, and which lap of the ring it is of.
  private let words = InlineArray<512, Atomic<UInt64>> { _ in Atomic(0) }

  init() {
    precondition(words.count == Self.capacity, "a block without a place")
  }

  func store(_ block: Block, at index: Int) {
    let word = UInt64(block.power.bitPattern) << 32 | UInt64(block.peak) << 16 | Self.lap(of: index)
    words[index % Self.capacity].store(word, ordering: .relaxed)
  }

  /// The block at `index`; nil when it is not written yet, or no longer kept.
  subscript(index: Int) -> Block? {
    guard index >= 0 else { return nil }
    let word = words[index % Self.capacity].load(ordering: .relaxed)
    guard word & 0xFFFF == Self.lap(of: index) else { return nil }
    return Block(power: Float(bitPattern: UInt32(word >> 32)), peak: UInt16(truncatingIfNeeded: word >> 16))
  }

  /// From 1, since 0 is a place that was never written.
  private static func lap(of index: Int) -> UInt64 { UInt64(index / capacity % 0xFFFF + 1) }

  /// What the utterance was like in the `window` before `position`, in whole blocks, one at least; nil when nothing is known
  /// of it.
  func loudness(before position: Duration, window: Duration) -> Block? {
    let end = max(1, Self.index(at: position))
    let begin = max(0, min(end - 1, Self.index(at: position - window)), end - Self.capacity)
    var (sum, peak, count) = (Float(0), UInt16(0), 0)
    for block in (begin..<end).lazy.compactMap({ self[$0] }) {
      (sum, peak, count) = (sum + block.power, max(peak, block.peak), count + 1)
    }
    return count > 0 ? Block(power: sum / Float(count), peak: peak) : nil
  }

  private static func index(at position: Duration) -> Int {
    Int(position.signedNanoseconds / (1_000_000_000 / Int64(blocksPerSecond)))
  }
}
