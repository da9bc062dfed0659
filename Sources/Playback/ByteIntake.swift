import AudioDecoding
import AudioTypes
import RingBuffer
import Synchronization

/// Where the bytes of one utterance go that the host brings: the writing end of its ring, and what is noted of them.
///
/// Its writer may wait for room as it likes: it says so first, and is woken when there is some.
final class ByteIntake: Sendable {
  private let ring: Mutex<RingProducer?>
  private let progress: UtteranceProgress
  private let audio: AudioThread
  /// Tells those who follow the utterance that its first byte has come.
  private let announce: @Sendable () -> Void
  private let room: RoomSignal
  private let marks = ArrivalMarks()
  private let count = Atomic(0)

  /// Makes the ring, and gives its other end to the audio thread.
  ///
  /// - Parameter wakeWriter: called when there is room for one who waits, on the audio thread; must neither lock nor wait.
  init(
    _ id: UtteranceID, _ format: AudioEncoding, _ progress: UtteranceProgress, _ audio: AudioThread,
    announce: @escaping @Sendable () -> Void, wakeWriter: @escaping @Sendable () -> Void
  ) throws(DecodingError) {
    let decoder = try StreamDecoder(format)
    let ring = RingBuffer(capacity: Transfer.ringCapacity)
    let room = RoomSignal(wakeWriter)
    (self.progress, self.audio, self.announce, self.room) = (progress, audio, announce, room)
    let source = PlayoutSource(
      ring: ring.consumer, marks: marks, decoder: decoder, onLowWater: { room.noteLowWater() })
    self.ring = Mutex(ring.producer)
    audio.post(.attach(id, source))
  }

  /// The bytes it has taken.
  var byteCount: ByteCount { ByteCount(count.load(ordering: .acquiring)) }

  /// Whether no byte will be taken any more: the utterance is over, or what brings it has ended.
  var isOver: Bool {
    progress.end.load() != nil || ring.withLock { $0.isReaderGone }
  }

  /// Whether one who waits for room can go on, or has to, because there will never be any.
  var isWorthResuming: Bool {
    isOver || ring.withLock { $0.isAtLowWater() }
  }

  /// Whoever waits for room says so before it looks for the last time.
  func setAwaited(_ isAwaited: Bool) {
    room.setAwaited(isAwaited)
  }

  /// Takes as much of `bytes` as there is room for now, and returns how many that was.
  func take(_ bytes: borrowing Span<UInt8>) -> Int {
    let taken = ring.withLock { ring in
      // Before it can be heard; a ring that is still empty takes some.
      if byteCount == .zero, !bytes.isEmpty, !ring.isReaderGone { progress.timeline.set(.firstByte, .now) }
      let taken = ring?.write(bytes).rawValue ?? 0
      if taken > 0 { marks.note(total: byteCount + ByteCount(taken), at: .now) }
      return taken
    }
    guard taken > 0 else { return 0 }
    if count.add(taken, ordering: .acquiringAndReleasing).oldValue == 0 {
      progress.firstPieceBytes.store(taken, ordering: .relaxed)
      announce()
    }
    audio.noteArrival()
    return taken
  }

  /// No more bytes will come.
  ///
  /// - Parameter isWhole: whether these were all.
  func end(isWhole: Bool) {
    ring.withLock { ring in
      if isWhole { ring.take()?.finish() } else { ring = nil }
    }
    if isWhole, byteCount > .zero { progress.timeline.set(.lastByte, .now) }
    audio.wake()
  }
}

/// Carries the news that there is room in a ring to whoever waits for it. Neither side ever waits for the other.
private final class RoomSignal: Sendable {
  private let isAwaited = Atomic(false)
  private let wake: @Sendable () -> Void

  init(_ wake: @escaping @Sendable () -> Void) {
    self.wake = wake
  }

  func setAwaited(_ isAwaited: Bool) {
    self.isAwaited.store(isAwaited, ordering: .relaxed)
    atomicMemoryFence(ordering: .sequentiallyConsistent)
  }

  /// The ring has run down: on the audio thread, after each read that finds it so.
  func noteLowWater() {
    // Either this sees who waits, or who is about to wait sees the room.
    atomicMemoryFence(ordering: .sequentiallyConsistent)
    if isAwaited.load(ordering: .relaxed), isAwaited.exchange(false, ordering: .relaxed) { wake() }
  }
}

extension RingProducer? {
  fileprivate var isReaderGone: Bool {
    switch self {
    case .some(let ring): ring.isReaderGone
    case nil: true
    }
  }

  fileprivate mutating func isAtLowWater() -> Bool {
    self?.isAtLowWater ?? true
  }
}
