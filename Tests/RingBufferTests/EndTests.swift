import AudioTypes
import RingBuffer
import Testing

/// How a stream ends: cleanly, cut short, or because nobody reads.
@Suite struct EndTests {
  @Test func finishIsSeenOnlyAfterTheLastByte() {
    let ring = RingBuffer(capacity: ByteCount(4))
    var producer = ring.producer
    var consumer = ring.consumer
    #expect(consumer.endReached() == .open)
    #expect(producer.write([1, 2]) == 2)
    let before = consumer.hasWriterEnded
    producer.finish()
    let after = consumer.hasWriterEnded
    let isAbandoned = consumer.isAbandoned
    #expect(!before && after && !isAbandoned, "it is known although bytes are left")
    #expect(consumer.endReached() == .open)
    #expect(consumer.read(upTo: 4) == [1, 2])
    #expect(consumer.endReached() == .finished)
  }

  @Test func abandonAndDroppingAreCuts() {
    let abandoned = RingBuffer(capacity: ByteCount(1))
    var consumer = abandoned.consumer
    let before = consumer.isAbandoned
    var producer = abandoned.producer
    #expect(producer.write([1]) == 1)
    producer.abandon()
    let after = consumer.isAbandoned
    #expect(!before && after && consumer.endReached() == .open, "it is known although a byte is left")
    #expect(consumer.read(upTo: 1) == [1])
    #expect(consumer.endReached() == .abandoned)

    let dropped = RingBuffer(capacity: ByteCount(1))
    var other = dropped.consumer
    drop(dropped.producer)
    #expect(other.endReached() == .abandoned)
  }

  @Test func droppingTheReaderIsSeenByTheWriter() {
    let ring = RingBuffer(capacity: ByteCount(1))
    let producer = ring.producer
    let consumer = ring.consumer
    let before = producer.isReaderGone
    drop(consumer)
    let after = producer.isReaderGone
    #expect(!before && after)
  }

  @Test func aFullRingRefusesAndLosesNothing() {
    var ends = RingEnds(capacity: 1)
    #expect(ends.write([1, 2]) == 1)
    #expect(ends.write([2]) == 0)
    #expect(ends.read(1) == [1])
    #expect(ends.write([2]) == 1)
    #expect(ends.read(1) == [2])
  }

  private func drop<End: ~Copyable>(_ end: consuming End) {}
}
