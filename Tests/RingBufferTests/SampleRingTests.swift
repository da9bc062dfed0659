import Glibc
import RingBuffer
import Synchronization
import Testing

/// A ring whose writer takes back what was not read yet.
@Suite struct SampleRingTests {
  @Test func framesPassInOrderAroundTheEndOfTheMemory() {
    let ring = SampleRing(frames: 5, channelCount: 3)
    var writer = ring.writer
    var reader = ring.reader
    var (next, heard): (Int16, [Int16]) = (0, [])
    for _ in 0..<20 {
      var count = -1
      while count != 0 {
        count = writer.write(atMost: 4) { output in
          while output.freeCapacity > 0 {
            output.append(next)
            next += 1
          }
        }
      }
      #expect(reader.availableCount == 5 && writer.position - writer.readPosition == 5)
      #expect(reader.read(atMost: 3) { for index in $0.indices { heard.append($0[index]) } } == 3)
    }
    #expect(heard == Array(0..<180))
  }

  @Test func whatIsTakenBackIsNotRead() {
    let ring = SampleRing(frames: 10, channelCount: 1)
    var writer = ring.writer
    var reader = ring.reader
    _ = writer.write(atMost: 8) { output in for value in 0..<8 { output.append(Int16(value)) } }
    #expect(reader.read(atMost: 3) { _ in } == 3)
    #expect(writer.claimedPosition == 3)
    #expect(writer.rewind(to: 5) == 5 && writer.position == 5)
    _ = writer.write(atMost: 2) { output in for value in 50..<52 { output.append(Int16(value)) } }
    var heard: [Int16] = []
    #expect(reader.read(atMost: 10) { for index in $0.indices { heard.append($0[index]) } } == 4)
    #expect(heard == [3, 4, 50, 51])
    #expect(writer.rewind(to: 2) == 7, "what was read is not to be had back")
    #expect(writer.rewind(to: 20) == 7, "nor what was never written")
  }

  /// The writer writes generation after generation over what was not read. The reader must see each position once, and never
  /// half of an old frame and half of a new one.
  @Test func takingBackNeverMeetsReading() async {
    let ring = SampleRing(frames: 64, channelCount: 2)
    let writer = Rewriter(ring.writer)
    let reader = FrameChecker(ring.reader)
    async let written: Void = onOwnThread { writer.run(until: 200_000) }
    async let faults = onOwnThread { reader.run(until: 200_000) }
    await written
    #expect(await faults == 0)
  }
}

/// Writes frames of two alike samples, and takes some of them back every time.
private final class Rewriter: @unchecked Sendable {
  private var writer: SampleRingWriter

  init(_ writer: consuming SampleRingWriter) { self.writer = writer }

  func run(until end: Int) {
    var generation: Int16 = 0
    while writer.readPosition < end {
      generation &+= 1
      let written = writer.write(atMost: 40) { output in
        while output.freeCapacity >= 2 {
          output.append(generation)
          output.append(generation)
        }
      }
      if written == 0 { sched_yield() }
      if generation % 3 != 0 { _ = writer.rewind(to: writer.position - 20) }
    }
  }
}

private final class FrameChecker: @unchecked Sendable {
  private var reader: SampleRingReader

  init(_ reader: consuming SampleRingReader) { self.reader = reader }

  func run(until end: Int) -> Int {
    var (faults, total) = (0, 0)
    while total < end {
      let count = reader.read(atMost: 17) { piece in
        for index in stride(from: 0, to: piece.count - 1, by: 2) where piece[index] != piece[index + 1] { faults += 1 }
      }
      if count == 0 { sched_yield() }
      total += count
    }
    return faults
  }
}
