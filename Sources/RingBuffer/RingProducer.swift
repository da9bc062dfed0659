public import AudioTypes
public import Synchronization

/// The writing end of a `RingBuffer`. One thread at a time owns it; nothing here waits, locks or allocates.
///
/// Dropping it without `finish()` tells the reader that the bytes were cut short.
@frozen
public struct RingProducer: ~Copyable, Sendable {
  @usableFromInline let storage: RingStorage
  /// Ours alone: what `storage.writing.position` holds, without the load.
  @usableFromInline var position: UInt64
  /// Possibly stale copy of the reader's position; the real one is never behind it.
  @usableFromInline var knownReadPosition: UInt64
  /// What the reader is told when this end goes.
  @usableFromInline var lastWord = RingEnd.abandoned

  @usableFromInline
  init(storage: RingStorage, position: UInt64) {
    self.storage = storage
    self.position = position
    knownReadPosition = position
  }

  deinit {
    unsafe storage.writing.pointee.end.store(lastWord.word, ordering: .releasing)
  }

  /// The most bytes the ring can hold.
  @inlinable
  public var capacity: ByteCount { ByteCount(storage.capacity) }

  /// The bytes that can be written now; the reader may make it more at any moment, never less.
  @inlinable
  @_noLocks @_noAllocation
  public mutating func freeByteCount() -> ByteCount {
    knownReadPosition = unsafe storage.reading.pointee.position.load(ordering: .acquiring)
    return ByteCount(knownFree)
  }

  /// Whether the reader has taken so much that a writer who waited for room should go on: three quarters of the capacity.
  @inlinable
  public var isAtLowWater: Bool {
    mutating get { freeByteCount().rawValue >= storage.capacity - storage.capacity / 4 }
  }

  /// Whether the reader has gone, so that writing is pointless.
  @inlinable
  public var isReaderGone: Bool {
    unsafe storage.reading.pointee.end.load(ordering: .acquiring) != RingEnd.open.word
  }

  /// Writes as much of `bytes` as fits and returns how much that was.
  @inlinable
  @_noLocks @_noAllocation
  public mutating func write(_ bytes: RawSpan) -> ByteCount {
    let count = grant(bytes.byteCount)
    guard count > 0 else { return .zero }
    let (offset, untilWrap) = split(count, at: position, of: storage.byteCount)
    let ring = unsafe storage.bytes
    unsafe bytes.withUnsafeBytes { source in
      guard let start = source.baseAddress else { return }
      // All of it in one piece, as nearly always: where the caller's size is a constant, this copy is a store or two.
      if untilWrap == source.count { return unsafe (ring + offset).copyMemory(from: start, byteCount: source.count) }
      unsafe (ring + offset).copyMemory(from: start, byteCount: untilWrap)
      unsafe ring.copyMemory(from: start + untilWrap, byteCount: count - untilWrap)
    }
    publish(count)
    return ByteCount(count)
  }

  /// Lets `body` write straight into the ring, into the free bytes up to the wrap or `limit`, and publishes what it wrote.
  ///
  /// A second call reaches the bytes behind the wrap. `body` is not called when the ring is full.
  /// - Returns: the bytes written.
  @inlinable
  public mutating func write<Failure: Error>(
    atMost limit: ByteCount, _ body: (inout OutputRawSpan) throws(Failure) -> Void
  ) throws(Failure) -> ByteCount {
    let (offset, untilWrap) = split(grant(limit.rawValue), at: position, of: storage.byteCount)
    guard untilWrap > 0 else { return .zero }
    let free = unsafe UnsafeMutableRawBufferPointer(start: storage.bytes + offset, count: untilWrap)
    var span = unsafe OutputRawSpan(buffer: free, initializedCount: 0)
    try body(&span)
    let count = unsafe span.finalize(for: free)
    publish(count)
    return ByteCount(count)
  }

  /// Says that every byte has been written. The reader sees it only after it has seen them all.
  @inlinable
  public consuming func finish() {
    lastWord = .finished
  }

  /// Says that the bytes are cut short, as dropping the end does.
  @inlinable
  public consuming func abandon() {}

  @inlinable var knownFree: Int {
    @_noLocks @_noAllocation get {
      storage.capacity &- Int(truncatingIfNeeded: position &- knownReadPosition)
    }
  }

  /// How many of `wanted` bytes may be written; asks for the reader's position only when the known one is not enough.
  @inlinable
  @_noLocks @_noAllocation
  mutating func grant(_ wanted: Int) -> Int {
    if knownFree < wanted {
      knownReadPosition = unsafe storage.reading.pointee.position.load(ordering: .acquiring)
    }
    return min(wanted, knownFree)
  }

  @inlinable
  @_noLocks @_noAllocation
  mutating func publish(_ count: Int) {
    position &+= UInt64(truncatingIfNeeded: count)
    unsafe storage.writing.pointee.position.store(position, ordering: .releasing)
  }
}

extension RingProducer {
  /// Writes as much of `bytes` as fits and returns how much that was.
  @inlinable
  public mutating func write(_ bytes: borrowing Span<UInt8>) -> ByteCount {
    unsafe write(bytes.bytes)
  }
}
