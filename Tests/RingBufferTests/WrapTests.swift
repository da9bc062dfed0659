import AudioTypes
import RingBuffer
import Testing

/// One thread, both ends: what goes in comes out, wherever the positions stand.
@Suite struct WrapTests {
  @Test(arguments: [1, 2, 3, 5, 8, 13])
  func everyWrapPositionAndLength(capacity: Int) {
    for start in 0..<UInt64(2 * capacity + 1) {
      for length in 0...capacity + 1 {
        var ends = RingEnds(capacity: capacity, startPosition: start)
        let sent = (0..<length).map { UInt8(truncatingIfNeeded: 7 &* $0 &+ Int(start)) }
        let fits = min(length, capacity)
        #expect(ends.write(sent) == fits)
        #expect(ends.consumer.availableByteCount() == ByteCount(fits))
        #expect(ends.producer.freeByteCount() == ByteCount(capacity - fits))
        #expect(ends.read(capacity + 1) == Array(sent.prefix(fits)))
        #expect(ends.consumer.availableByteCount() == .zero)
      }
    }
  }

  @Test func positionsMayPassTheEndOfTheirType() {
    var ends = RingEnds(capacity: 5, startPosition: UInt64.max - 3)
    for round in 0..<20 {
      let sent = [UInt8(round), 1, 2, 3]
      #expect(ends.write(sent) == 4)
      #expect(ends.read(4) == sent)
    }
  }

  @Test(arguments: [1, 3, 4, 7])
  func zeroCopyReachesBothSidesOfTheWrap(capacity: Int) {
    for start in 0..<UInt64(2 * capacity) {
      var ends = RingEnds(capacity: capacity, startPosition: start)
      var next: UInt8 = 0
      var written = 0
      while true {
        let count = ends.producer.write(atMost: ByteCount(capacity)) { span in
          while !span.isFull {
            span.append(next)
            next += 1
          }
        }
        if count == .zero { break }
        written += count.rawValue
      }
      #expect(written == capacity)

      var seen: [UInt8] = []
      while ends.consumer.read(
        atMost: ByteCount(capacity),
        { bytes in
          for offset in bytes.byteOffsets {
            seen.append(unsafe bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self))
          }
          return ByteCount(bytes.byteCount)
        }) > .zero
      {}
      #expect(seen == (0..<UInt8(capacity)).map { $0 })
    }
  }

  @Test func zeroCopyWriteMayLeaveSpaceUnused() {
    var ends = RingEnds(capacity: 8, startPosition: 6)
    let count = ends.producer.write(atMost: ByteCount(8)) { $0.append(42 as UInt8) }
    #expect(count == ByteCount(1))
    #expect(ends.read(8) == [42])
  }

  @Test func zeroCopyReadMayLeaveBytesBehind() {
    var ends = RingEnds(capacity: 8, startPosition: 0)
    #expect(ends.write([1, 2, 3]) == 3)
    let taken = ends.consumer.read(atMost: ByteCount(3)) { _ in ByteCount(1) }
    #expect(taken == ByteCount(1))
    #expect(ends.read(8) == [2, 3])
  }

  @Test func zeroCopyBodyIsNotCalledWithoutSpaceOrBytes() {
    var ends = RingEnds(capacity: 1, startPosition: 0)
    let taken = ends.consumer.read(atMost: ByteCount(1)) { _ in
      Issue.record("an empty ring was shown")
      return .zero
    }
    #expect(taken == .zero)
    #expect(ends.write([9]) == 1)
    let given = ends.producer.write(atMost: ByteCount(1)) { _ in Issue.record("a full ring was shown") }
    #expect(given == .zero)
  }
}
