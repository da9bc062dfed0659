import AudioTypes
import Glibc
import RingBuffer
import Testing

/// A ring of a few bytes between two real threads: the run under the thread sanitizer is the one that counts.
@Suite struct TwoThreadTests {
  @Test(arguments: [1, 3, 64])
  func aSequencePassesUnharmed(capacity: Int) async {
    let total = 30_000
    let ring = RingBuffer(capacity: ByteCount(capacity))
    let reader = SequenceVerifier(ring.consumer)
    let writer = SequenceGenerator(ring.producer, total: total)
    async let received = onOwnThread { reader.run() }
    async let sent: Void = onOwnThread { writer.run() }
    await sent
    let result = await received
    #expect(result.count == total)
    #expect(result.isInOrder)
    #expect(result.end == .finished)
  }

  /// The writer ends right behind its last byte, over and over: the reader must never see the end without the byte.
  @Test(arguments: [true, false])
  func theEndNeverOvertakesTheLastByte(clean: Bool) async {
    for _ in 0..<300 {
      let ring = RingBuffer(capacity: ByteCount(8))
      let reader = SequenceVerifier(ring.consumer)
      let writer = SequenceGenerator(ring.producer, total: 5, finishes: clean)
      async let received = onOwnThread { reader.run() }
      async let sent: Void = onOwnThread { writer.run() }
      await sent
      let result = await received
      #expect(result.count == 5)
      #expect(result.end == (clean ? .finished : .abandoned))
    }
  }

  @Test func aWriterWithoutReaderLearnsOfIt() async {
    for _ in 0..<100 {
      let ring = RingBuffer(capacity: ByteCount(3))
      let reader = SequenceVerifier(ring.consumer)
      let writer = SequenceGenerator(ring.producer, total: 1_000_000_000)
      async let leaves: Void = onOwnThread { reader.readOneAndLeave() }
      async let sent: Void = onOwnThread { writer.run() }
      await leaves
      await sent
    }
  }
}

/// Writes 0, 1, 2 … (modulo 251) in pieces of changing length.
private final class SequenceGenerator: @unchecked Sendable {
  private var producer: RingProducer?
  private let total: Int
  private let finishes: Bool

  init(_ producer: consuming RingProducer, total: Int, finishes: Bool = true) {
    self.producer = consume producer
    self.total = total
    self.finishes = finishes
  }

  func run() {
    guard var producer = producer.take() else { return }
    var sent = 0
    while sent < total && !producer.isReaderGone {
      let piece = (0..<min(1 + sent % 7, total - sent)).map { UInt8((sent + $0) % 251) }
      let count = producer.write(piece)
      sent += count
      if count == 0 { sched_yield() }
    }
    if finishes { producer.finish() } else { producer.abandon() }
  }
}

private final class SequenceVerifier: @unchecked Sendable {
  private var consumer: RingConsumer?

  init(_ consumer: consuming RingConsumer) {
    self.consumer = consume consumer
  }

  func run() -> (count: Int, isInOrder: Bool, end: RingEnd) {
    guard var consumer = consumer.take() else { return (0, false, .open) }
    var count = 0
    var isInOrder = true
    while true {
      let end = consumer.endReached()
      if end != .open { return (count, isInOrder, end) }
      let bytes = consumer.read(upTo: 1 + count % 5)
      for byte in bytes {
        isInOrder = isInOrder && byte == UInt8(count % 251)
        count += 1
      }
      if bytes.isEmpty { sched_yield() }
    }
  }

  func readOneAndLeave() {
    guard var consumer = consumer.take() else { return }
    while consumer.read(upTo: 1).isEmpty { sched_yield() }
  }
}

/// Runs `body` on a thread of its own, because a spinning test must not hold one of the shared pool's.
func onOwnThread<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
  await withCheckedContinuation { continuation in
    let start = ThreadStart { continuation.resume(returning: body()) }
    var thread = pthread_t()
    let rc = unsafe pthread_create(
      &thread, nil,
      { context in
        guard let context = unsafe context else { return nil }
        unsafe Unmanaged<ThreadStart>.fromOpaque(context).takeRetainedValue().body()
        return nil
      }, Unmanaged.passRetained(start).toOpaque())
    precondition(rc == 0, "no thread could be made")
    pthread_detach(thread)
  }
}

private final class ThreadStart: Sendable {
  let body: @Sendable () -> Void
  init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}
