import AudioTypes
import HTTPStreaming
import RingBuffer
import Testing

@testable import Playback

/// One piece of audio from several bodies: what was there already is left out, and nothing else comes in.
@Suite struct AudioIntakeTests {
  private let bytes = (0..<6000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 3) }

  /// An intake into a ring of `capacity`, and a way to look at what is in that.
  private func makeIntake(capacity: Int = 8192) -> (AudioIntake, RingReading) {
    let ring = RingBuffer(capacity: ByteCount(capacity))
    let intake = AudioIntake(RingReceiver(ring.producer))
    return (intake, RingReading(ring.consumer))
  }

  /// Gives `body` in pieces. Returns how many bytes were taken.
  @discardableResult
  private func give(_ body: some Collection<UInt8>, to intake: AudioIntake, piece: Int = 700) throws(HTTPError) -> Int {
    var taken = 0
    var rest = Array(body)[...]
    while !rest.isEmpty {
      let part = Array(rest.prefix(piece))
      let count = try unsafe intake.take(part.span.bytes).rawValue
      taken += count
      rest = rest.dropFirst(count)
      if count == 0 { break }
    }
    return taken
  }

  @Test(arguments: [0, 1, 699, 700, 1024, 3001, 6000])
  func theSecondBodyBringsOnlyWhatTheFirstDidNot(cut: Int) throws {
    let (intake, ring) = makeIntake()
    try give(bytes.prefix(cut), to: intake)
    intake.expectBeginning()
    #expect(try give(bytes, to: intake) == bytes.count)
    intake.finish()
    #expect(!intake.isMismatched && intake.resumed != nil && intake.byteCount == ByteCount(6000))
    #expect(ring.readAll() == bytes && ring.end == .finished)
  }

  @Test(arguments: [0, 3000])
  func theFirstByteOfNewsIsWhatResumes(cut: Int) throws {
    let (intake, ring) = makeIntake()
    try give(bytes.prefix(cut), to: intake)
    intake.expectBeginning()
    try give(bytes.prefix(cut), to: intake)
    let known = try #require(intake.resumed)
    while MonotonicInstant.now <= known {}
    try give(bytes.dropFirst(cut), to: intake, piece: 100)
    let resumed = try #require(intake.resumed)
    #expect(resumed > known)
    try give(bytes.prefix(100), to: intake)
    #expect(intake.resumed == resumed && ring.readAll() == bytes + bytes.prefix(100))
  }

  @Test func aFullRingHoldsNothingDoubled() throws {
    let (intake, ring) = makeIntake(capacity: 1000)
    try give(bytes.prefix(800), to: intake)
    intake.expectBeginning()
    #expect(try give(bytes, to: intake) == 1000)
    #expect(ring.readAll() == Array(bytes.prefix(1000)))
    #expect(try give(bytes.dropFirst(1000), to: intake) == 1000)
    #expect(ring.readAll() == Array(bytes[1000..<2000]))
    #expect(intake.byteCount == ByteCount(2000))
  }

  @Test(arguments: [0, 2999])
  func anotherBodyIsRejectedAndNothingOfItGetsThrough(place: Int) throws {
    let (intake, ring) = makeIntake()
    try give(bytes.prefix(3000), to: intake)
    var other = bytes
    other[place] ^= 1
    intake.expectBeginning()
    #expect(throws: HTTPError.bodyRejected) { try give(other, to: intake) }
    #expect(intake.isMismatched && intake.resumed == nil)
    #expect(ring.readAll() == Array(bytes.prefix(3000)) && ring.end == .open)
  }

  @Test func aBodyThatEndsWithinTheBeginningIsAnother() throws {
    let (intake, ring) = makeIntake()
    try give(bytes.prefix(3000), to: intake)
    intake.expectBeginning()
    try give(bytes.prefix(2999), to: intake)
    intake.finish()
    #expect(intake.isMismatched)
    _ = ring.readAll()
    #expect(ring.end == .open)
    intake.abandon()
    #expect(ring.end == .abandoned)
  }

  @Test func aBodyThatBreaksOffWithinTheBeginningMayBeTriedAgain() throws {
    let (intake, ring) = makeIntake()
    try give(bytes.prefix(3000), to: intake)
    intake.expectBeginning()
    try give(bytes.prefix(100), to: intake)
    intake.expectBeginning()
    try give(bytes, to: intake)
    intake.finish()
    #expect(ring.readAll() == bytes && ring.end == .finished)
  }
}

/// The reading end of a ring.
private final class RingReading {
  private var consumer: RingConsumer

  init(_ consumer: consuming RingConsumer) {
    self.consumer = consumer
  }

  /// All that is there.
  func readAll() -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: consumer.availableByteCount().rawValue)
    var span = bytes.mutableSpan
    var raw = unsafe span.mutableBytes
    _ = consumer.read(into: &raw)
    return bytes
  }

  var end: RingEnd { consumer.endReached() }
}
