public import AudioTypes

/// A lock-free ring of bytes between exactly one writing and one reading thread.
///
/// The ring is nothing but its two ends. Take them apart and give each to its thread; the compiler sees to it that
/// each has one owner:
///
///     let ring = RingBuffer(capacity: ByteCount(262_144))
///     let producer = ring.producer
///     let consumer = ring.consumer   // the last of `ring`
///
///     thread A ── write ──▶ RingProducer ▒▒▒▒▒▒▒▒ RingConsumer ── read ──▶ thread B
///                              finish / abandon ──▶ end
///
/// Each position belongs to one side, which alone stores it (release); the other loads it (acquire) and keeps a copy
/// that may be stale but only ever errs to the safe side: the writer sees too little free space, the reader too few bytes.
@frozen
public struct RingBuffer: ~Copyable {
  /// The writing end.
  public var producer: RingProducer
  /// The reading end.
  public var consumer: RingConsumer

  /// Makes an empty ring that holds up to `capacity` bytes (at least one). Allocates; call it off the audio path.
  public init(capacity: ByteCount) {
    self.init(capacity: capacity, startPosition: 0)
  }

  /// Makes an empty ring whose positions start at `startPosition`, so that tests reach every wrap without writing up to it.
  package init(capacity: ByteCount, startPosition: UInt64) {
    let storage = RingStorage(capacity: capacity.rawValue, startPosition: startPosition)
    producer = RingProducer(storage: storage, position: startPosition)
    consumer = RingConsumer(storage: storage, position: startPosition)
  }
}
