public import AudioTypes
public import Synchronization

/// The reading end of a `RingBuffer`. One thread at a time owns it; nothing here waits, locks or allocates.
///
/// Dropping it tells the writer that nobody reads any more.
@frozen
public struct RingConsumer: ~Copyable, Sendable {
  @usableFromInline let storage: RingStorage
  /// Ours alone: what `storage.reading.position` holds, without the load.
  @usableFromInline var position: UInt64
  /// Possibly stale copy of the writer's position; the real one is never behind it.
  @usableFromInline var knownWritePosition: UInt64

  @usableFromInline
  init(storage: RingStorage, position: UInt64) {
    self.storage = storage
    self.position = position
    knownWritePosition = position
  }

  deinit {
    close()
  }

  /// Tells the writer that nobody reads any more, as dropping it does, and frees nothing: for a thread that must not.
  @inlinable
  @_noLocks @_noAllocation
  public func close() {
    unsafe storage.reading.pointee.end.store(RingEnd.abandoned.word, ordering: .releasing)
  }

  /// The most bytes the ring can hold.
  @inlinable
  public var capacity: ByteCount { ByteCount(storage.capacity) }

  /// The bytes that can be read now; the writer may make it more at any moment, never less.
  @inlinable
  @_noLocks @_noAllocation
  public mutating func availableByteCount() -> ByteCount {
    knownWritePosition = unsafe storage.writing.pointee.position.load(ordering: .acquiring)
    return ByteCount(knownAvailable)
  }

  /// Whether so little is left that a writer who waits for room should go on: a quarter of the capacity.
  @inlinable
  public var isAtLowWater: Bool {
    mutating get { availableByteCount().rawValue <= storage.capacity / 4 }
  }

  /// How the writer stands once every byte has been read: `.open` while there are bytes left or more may come.
  @inlinable
  @_noLocks @_noAllocation
  public mutating func endReached() -> RingEnd {
    // The end is stored after the last position: whoever sees the end sees every byte before it.
    let end = unsafe storage.writing.pointee.end.load(ordering: .acquiring)
    guard end != RingEnd.open.word, availableByteCount() == .zero else { return .open }
    return end == RingEnd.finished.word ? .finished : .abandoned
  }

  /// Whether the writer is done: what can be read now is all there will be.
  @inlinable
  public var hasWriterEnded: Bool {
    @_noLocks @_noAllocation get {
      unsafe storage.writing.pointee.end.load(ordering: .acquiring) != RingEnd.open.word
    }
  }

  /// Whether the writer went away without saying that all was written; what it wrote can still be read.
  @inlinable
  public var isAbandoned: Bool {
    @_noLocks @_noAllocation get {
      unsafe storage.writing.pointee.end.load(ordering: .acquiring) == RingEnd.abandoned.word
    }
  }

  /// Reads as many bytes as there are and `destination` holds, and returns how many that was.
  @inlinable
  @_noLocks @_noAllocation
  public mutating func read(into destination: inout MutableRawSpan) -> ByteCount {
    let count = grant(destination.byteCount)
    // An empty ring is asked over and over: to store the old position each time would keep taking its line from the writer.
    guard count > 0 else { return .zero }
    let (offset, untilWrap) = split(count, at: position, of: storage.byteCount)
    let ring = unsafe storage.bytes
    unsafe destination.withUnsafeMutableBytes { target in
      guard let start = target.baseAddress else { return }
      // All of it in one piece, as nearly always: where the caller's size is a constant, this copy is a load or two.
      if untilWrap == target.count { return unsafe start.copyMemory(from: ring + offset, byteCount: target.count) }
      unsafe start.copyMemory(from: ring + offset, byteCount: untilWrap)
      unsafe (start + untilWrap).copyMemory(from: ring, byteCount: count - untilWrap)
    }
    publish(count)
    return ByteCount(count)
  }

  /// Lets `body` read straight from the ring, the bytes up to the wrap or `limit`, and takes off as many as it returns.
  ///
  /// A second call reaches the bytes behind the wrap. `body` is not called when the ring is empty.
  /// - Returns: the bytes taken off.
  @inlinable
  public mutating func read<Failure: Error>(
    atMost limit: ByteCount, _ body: (RawSpan) throws(Failure) -> ByteCount
  ) throws(Failure) -> ByteCount {
    let (offset, untilWrap) = split(grant(limit.rawValue), at: position, of: storage.byteCount)
    guard untilWrap > 0 else { return .zero }
    let contents = unsafe UnsafeRawBufferPointer(start: storage.bytes + offset, count: untilWrap)
    let taken = try unsafe body(contents.bytes)
    precondition(taken.rawValue >= 0 && taken.rawValue <= untilWrap, "more bytes taken off than were shown")
    publish(taken.rawValue)
    return taken
  }

  @inlinable var knownAvailable: Int {
    @_noLocks @_noAllocation get {
      Int(truncatingIfNeeded: knownWritePosition &- position)
    }
  }

  /// How many of `wanted` bytes may be read; asks for the writer's position only when the known one is not enough.
  @inlinable
  @_noLocks @_noAllocation
  mutating func grant(_ wanted: Int) -> Int {
    if knownAvailable < wanted {
      knownWritePosition = unsafe storage.writing.pointee.position.load(ordering: .acquiring)
    }
    return min(wanted, knownAvailable)
  }

  @inlinable
  @_noLocks @_noAllocation
  mutating func publish(_ count: Int) {
    position &+= UInt64(truncatingIfNeeded: count)
    unsafe storage.reading.pointee.position.store(position, ordering: .releasing)
  }
}
