import Synchronization

/// A lock-free ring of 16-bit samples between exactly one writing and one reading thread, whose writer may take back what the
/// reader has not yet laid claim to.
///
/// The reader lays claim to samples before it copies them, and looks again how far it may read; the writer that takes some
/// back lowers that bound, and looks again what was claimed. All four are sequentially consistent, so at least one of both
/// sees the other, and no sample is written while it is read.
@frozen
public struct SampleRing: ~Copyable {
  /// The writing end.
  public var writer: SampleRingWriter
  /// The reading end.
  public var reader: SampleRingReader

  /// Makes an empty ring. Allocates.
  ///
  /// - Parameters:
  ///   - frames: how many it holds, at least one.
  ///   - channelCount: samples per frame, at least one. Everything here is done with whole frames.
  public init(frames: Int, channelCount: Int) {
    let storage = SampleStorage(frames: frames, channelCount: channelCount)
    writer = SampleRingWriter(storage: storage)
    reader = SampleRingReader(storage: storage)
  }
}

/// The writing end of a `SampleRing`. One thread at a time owns it; nothing here waits, locks or allocates. Positions count
/// frames since the ring was made.
public struct SampleRingWriter: ~Copyable, Sendable {
  private let storage: SampleStorage
  /// Where the next frame goes.
  public private(set) var position = 0

  fileprivate init(storage: SampleStorage) {
    self.storage = storage
  }

  /// The most frames the ring holds.
  public var capacity: Int { storage.frames }

  /// The frame the reader takes next.
  public var readPosition: Int { storage.read.load(ordering: .sequentiallyConsistent) }

  /// The first frame that `rewind(to:)` can still take back, unless the reader goes on meanwhile.
  public var claimedPosition: Int { storage.claimed.load(ordering: .acquiring) }

  /// Lets `fill` write samples straight into the ring, `limit` frames at most, and publishes the whole frames it wrote: up to
  /// the end of the memory, so that a second call may reach more.
  /// - Returns: the frames written.
  public mutating func write(atMost limit: Int, _ fill: (inout OutputSpan<Int16>) -> Void) -> Int {
    let offset = position % storage.frames
    let count = min(limit, storage.frames - (position - readPosition), storage.frames - offset)
    guard count > 0 else { return 0 }
    let channels = storage.channelCount
    let free = unsafe UnsafeMutableBufferPointer(start: storage.samples + offset * channels, count: count * channels)
    var span = unsafe OutputSpan(buffer: free, initializedCount: 0)
    fill(&span)
    let written = unsafe span.finalize(for: free) / channels
    position += written
    storage.written.store(position, ordering: .sequentiallyConsistent)
    return written
  }

  /// Takes the frames from `wanted` on back, as far as the reader has laid no claim to them.
  /// - Returns: the new `position`: `wanted`, or where the claim of the reader ends.
  public mutating func rewind(to wanted: Int) -> Int {
    let first = min(max(wanted, claimedPosition), position)
    storage.written.store(first, ordering: .sequentiallyConsistent)
    let claimed = storage.claimed.load(ordering: .sequentiallyConsistent)
    position = max(first, claimed)
    storage.written.store(position, ordering: .sequentiallyConsistent)
    return position
  }
}

/// The reading end of a `SampleRing`. One thread at a time owns it; nothing here waits, locks or allocates.
public struct SampleRingReader: ~Copyable, Sendable {
  private let storage: SampleStorage
  private var position = 0

  fileprivate init(storage: SampleStorage) {
    self.storage = storage
  }

  /// The frames that can be read now; the writer may make it more at any moment, or take some back.
  public var availableCount: Int { max(0, storage.written.load(ordering: .sequentiallyConsistent) - position) }

  /// Takes up to `limit` frames off the ring and shows them to `body`: at once, or in two pieces where the memory ends.
  /// - Returns: the frames taken.
  public mutating func read(atMost limit: Int, _ body: (borrowing Span<Int16>) -> Void) -> Int {
    let wanted = min(limit, availableCount)
    guard wanted > 0 else { return 0 }
    storage.claimed.store(position + wanted, ordering: .sequentiallyConsistent)
    let count = min(wanted, availableCount)
    if count < wanted { storage.claimed.store(position + count, ordering: .sequentiallyConsistent) }
    let offset = position % storage.frames
    let untilEnd = min(count, storage.frames - offset)
    show(offset, untilEnd, body)
    show(0, count - untilEnd, body)
    position += count
    storage.read.store(position, ordering: .sequentiallyConsistent)
    return count
  }

  private func show(_ offset: Int, _ count: Int, _ body: (borrowing Span<Int16>) -> Void) {
    guard count > 0 else { return }
    let channels = storage.channelCount
    let piece = unsafe UnsafeBufferPointer(start: storage.samples + offset * channels, count: count * channels)
    unsafe body(piece.span)
  }
}

/// The memory of one ring, and how far each side is.
@safe private final class SampleStorage: @unchecked Sendable {
  let samples: UnsafeMutablePointer<Int16>
  let frames: Int
  let channelCount: Int
  /// Stored by the writer: the reader may read up to here.
  let written = Atomic(0)
  /// Stored by the reader: it may be reading up to here.
  let claimed = Atomic(0)
  /// Stored by the reader: what lies before may be written over.
  let read = Atomic(0)

  init(frames: Int, channelCount: Int) {
    precondition(frames > 0 && channelCount > 0 && frames <= 1 << 32 && channelCount <= 1 << 8, "no such ring")
    (self.frames, self.channelCount) = (frames, channelCount)
    unsafe samples = .allocate(capacity: frames * channelCount)
    unsafe samples.initialize(repeating: 0, count: frames * channelCount)
  }

  deinit {
    unsafe samples.deallocate()
  }
}
