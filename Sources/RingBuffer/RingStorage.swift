public import Synchronization

/// Two cache lines.
private let lineStride = 128

/// The memory of one ring: two published positions, two flags, and the bytes. Its two owners are the ends, each of
/// which touches its own side's words and the bytes that the other has let it have.
///
/// Each side's words have a cache line pair (128 bytes) of their own, because neighbouring lines are prefetched together:
/// sharing one cost a factor of four in throughput when it was measured.
@usableFromInline
@safe final class RingStorage: @unchecked Sendable {
  /// What the side that writes publishes and what the side that reads publishes.
  @usableFromInline
  struct Side: ~Copyable {
    /// Bytes this side has handled since the ring was made. Free-running: it never wraps in practice (2⁶⁴ bytes).
    @usableFromInline let position: Atomic<UInt64>
    /// How this side ended, as `RingEnd.word`.
    @usableFromInline let end = Atomic<UInt8>(RingEnd.open.word)

    init(position: UInt64) {
      self.position = Atomic(position)
    }
  }

  @usableFromInline let writing: UnsafeMutablePointer<Side>
  @usableFromInline let reading: UnsafeMutablePointer<Side>
  @usableFromInline let bytes: UnsafeMutableRawPointer
  @usableFromInline let capacity: Int
  @usableFromInline let byteCount: Int
  private let allocation: UnsafeMutableRawPointer

  init(capacity: Int, startPosition: UInt64) {
    precondition(capacity > 0 && capacity <= 1 << 40, "a ring holds between one byte and one TiB")
    self.capacity = capacity
    // The stored size is a power of two so that a position becomes an offset by masking; `capacity` stays exact.
    byteCount = 1 << (Int.bitWidth - (capacity - 1).leadingZeroBitCount)
    unsafe allocation = .allocate(byteCount: 2 * lineStride + byteCount, alignment: lineStride)
    unsafe writing = allocation.bindMemory(to: Side.self, capacity: 1)
    unsafe reading = (allocation + lineStride).bindMemory(to: Side.self, capacity: 1)
    unsafe bytes = allocation + 2 * lineStride
    unsafe writing.initialize(to: Side(position: startPosition))
    unsafe reading.initialize(to: Side(position: startPosition))
  }

  deinit {
    unsafe writing.deinitialize(count: 1)
    unsafe reading.deinitialize(count: 1)
    unsafe allocation.deallocate()
  }
}

/// Where `count` bytes from `position` on lie in a ring of `byteCount` bytes, a power of two: their offset, and how many of
/// them lie before the wrap. A free function, because a method of the storage would count references on the hot path.
@inlinable
@_noLocks @_noAllocation
func split(_ count: Int, at position: UInt64, of byteCount: Int) -> (offset: Int, untilWrap: Int) {
  let offset = Int(truncatingIfNeeded: position) & (byteCount &- 1)
  return (offset, min(count, byteCount &- offset))
}

/// How a ring's writing side stands.
@frozen
public enum RingEnd: Sendable {
  /// More bytes may come.
  case open
  /// Every byte that will ever come has been written: a clean end.
  case finished
  /// The writer went away without saying that all was written: the bytes are cut short.
  case abandoned

  /// What the atomic flag holds for each case. Spelled out because a synthesised raw value cannot be inlined elsewhere.
  @inlinable var word: UInt8 {
    @_noLocks @_noAllocation get {
      switch self {
      case .open: 0
      case .finished: 1
      case .abandoned: 2
      }
    }
  }
}
