import AudioTypes
import RingBuffer

/// What goes through the ring at a time; it carries a number. Its size divides the ring's, so it goes as a whole or not at
/// all, as long as nothing else goes.
protocol Piece: Sendable {
  /// Writes it, however often the ring is full meanwhile.
  mutating func send(_ number: UInt64, into producer: inout RingProducer)
  /// Waits for it, and returns whether it is the one with that number.
  mutating func receive(_ number: UInt64, from consumer: inout RingConsumer) -> Bool
}

/// Eight bytes that are nothing but the number.
struct Word: Piece {
  func send(_ number: UInt64, into producer: inout RingProducer) {
    let word: [1 of UInt64] = [number]
    while producer.write(unsafe word.span.bytes) == .zero {}
  }

  func receive(_ number: UInt64, from consumer: inout RingConsumer) -> Bool {
    var word: [1 of UInt64] = [0]
    var words = word.mutableSpan
    var bytes = unsafe words.mutableBytes
    while consumer.read(into: &bytes) == .zero {}
    return word[0] == number
  }
}

/// Any number of bytes that begin and end with the number.
struct Block: Piece {
  private var bytes: [UInt8]

  init(_ size: ByteCount) {
    bytes = Array(repeating: 0, count: size.rawValue)
  }

  mutating func send(_ number: UInt64, into producer: inout RingProducer) {
    var span = bytes.mutableSpan
    var block = unsafe span.mutableBytes
    block.storeBytes(of: number, toByteOffset: 0, as: UInt64.self)
    block.storeBytes(of: number, toByteOffset: block.byteCount - 8, as: UInt64.self)
    while producer.write(block.bytes) == .zero {}
  }

  mutating func receive(_ number: UInt64, from consumer: inout RingConsumer) -> Bool {
    var span = bytes.mutableSpan
    var block = unsafe span.mutableBytes
    while consumer.read(into: &block) == .zero {}
    let first = unsafe block.bytes.unsafeLoadUnaligned(fromByteOffset: 0, as: UInt64.self)
    let last = unsafe block.bytes.unsafeLoadUnaligned(fromByteOffset: block.byteCount - 8, as: UInt64.self)
    return first == number && last == number
  }
}
