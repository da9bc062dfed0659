import AudioTypes
import RingBuffer

/// Both ends of one ring in one hand, with arrays in place of spans.
struct RingEnds: ~Copyable {
  var producer: RingProducer
  var consumer: RingConsumer

  init(capacity: Int, startPosition: UInt64 = 0) {
    let ring = RingBuffer(capacity: ByteCount(capacity), startPosition: startPosition)
    producer = ring.producer
    consumer = ring.consumer
  }

  mutating func write(_ bytes: [UInt8]) -> Int {
    producer.write(bytes)
  }

  mutating func read(_ limit: Int) -> [UInt8] {
    consumer.read(upTo: limit)
  }
}

extension RingConsumer {
  mutating func read(upTo limit: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: limit)
    var span = bytes.mutableSpan
    var raw = unsafe span.mutableBytes
    let count = read(into: &raw).rawValue
    return Array(bytes.prefix(count))
  }
}

extension RingProducer {
  mutating func write(_ bytes: [UInt8]) -> Int {
    unsafe write(bytes.span.bytes).rawValue
  }
}
