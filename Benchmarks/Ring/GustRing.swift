import AudioTypes
import RingBuffer

/// Our ring, put through what `Rivals/laps.hpp` puts the others through.
struct GustRing: RingContestant {
  let name = "Gust"
  private static let capacity = ByteCount(65_536)

  func run(_ lap: RingLap) throws -> Duration {
    let count = UInt64(lap.count)
    let isWord = lap.size == ByteCount(MemoryLayout<UInt64>.size)
    let time: Duration? =
      switch (lap.course, isWord) {
      case (.stream, true): try stream(count, Word(), Word())
      case (.stream, false): try stream(count, Block(lap.size), Block(lap.size))
      case (.trip, true): try trip(count, Word(), Word())
      case (.trip, false): try trip(count, Block(lap.size), Block(lap.size))
      }
    guard let time else { throw BenchError("our ring lost or mixed up what was sent: \(lap.question)") }
    return time
  }

  private func stream<P: Piece>(_ count: UInt64, _ outgoing: P, _ incoming: P) throws -> Duration? {
    let ring = RingBuffer(capacity: Self.capacity)
    let writer = Hand(ring.producer)
    let reader = Hand(ring.consumer)
    return try Race.run(
      near: {
        guard var producer = writer.take() else { return false }
        var piece = outgoing
        for number in 0..<count { piece.send(number, into: &producer) }
        producer.finish()
        return true
      },
      far: {
        guard var consumer = reader.take() else { return false }
        var piece = incoming
        var isInOrder = true
        for number in 0..<count { isInOrder = piece.receive(number, from: &consumer) && isInOrder }
        return isInOrder
      })
  }

  private func trip<P: Piece>(_ count: UInt64, _ nearPiece: P, _ farPiece: P) throws -> Duration? {
    let there = RingBuffer(capacity: Self.capacity)
    let back = RingBuffer(capacity: Self.capacity)
    let thereWriter = Hand(there.producer)
    let thereReader = Hand(there.consumer)
    let backWriter = Hand(back.producer)
    let backReader = Hand(back.consumer)
    return try Race.run(
      near: {
        guard var producer = thereWriter.take(), var consumer = backReader.take() else { return false }
        var piece = nearPiece
        var isInOrder = true
        for number in 0..<count {
          piece.send(number, into: &producer)
          isInOrder = piece.receive(number, from: &consumer) && isInOrder
        }
        return isInOrder
      },
      far: {
        guard var consumer = thereReader.take(), var producer = backWriter.take() else { return false }
        var piece = farPiece
        var isInOrder = true
        for number in 0..<count {
          isInOrder = piece.receive(number, from: &consumer) && isInOrder
          piece.send(number, into: &producer)
        }
        return isInOrder
      })
  }
}

/// Hands one end of a ring to a thread: a closure cannot own it.
private final class Hand<End: ~Copyable & Sendable>: @unchecked Sendable {
  private var end: End?

  init(_ end: consuming End) {
    self.end = consume end
  }

  /// To be called once, by the thread that is to have it.
  func take() -> End? { end.take() }
}
