import HTTPStreaming
import Testing

/// Whether a body begins with the bytes of an earlier one.
@Suite struct PrefixCheckTests {
  private func digest(_ bytes: [UInt8], pieces: Int = 1) -> ByteDigest {
    var digest = ByteDigest()
    let size = max(1, bytes.count / pieces)
    for start in stride(from: 0, to: bytes.count, by: size) {
      let piece = Array(bytes[start..<min(bytes.count, start + size)])
      unsafe digest.add(piece.span.bytes)
    }
    return digest
  }

  /// Feeds `body` in pieces, and returns what the check made of it and how many bytes it counted to the beginning.
  private func check(_ body: [UInt8], against expected: [UInt8], piece: Int) -> (PrefixCheck.Verdict, taken: Int) {
    var check = PrefixCheck(digest(expected))
    var taken = 0
    for start in stride(from: 0, to: body.count, by: piece) where check.verdict == .open {
      let part = Array(body[start..<min(body.count, start + piece)])
      taken += unsafe check.take(part.span.bytes)
    }
    return (check.verdict, taken)
  }

  /// Published values of 64-bit FNV-1a.
  @Test(arguments: [
    ("", 0xCBF2_9CE4_8422_2325), ("a", 0xAF63_DC4C_8601_EC8C), ("foobar", 0x8594_4171_F739_67E8 as UInt64),
  ])
  func theHashIsFNV1a(text: String, hash: UInt64) {
    #expect(digest(Array(text.utf8)).hash == hash)
  }

  @Test func piecesDoNotMatter() {
    let bytes = testBytes(5000)
    for pieces in [1, 2, 7, 999, 5000] { #expect(digest(bytes, pieces: pieces) == digest(bytes)) }
    #expect(digest(bytes).first == Array(bytes.prefix(ByteDigest.firstLimit)))
    #expect(digest(bytes).count == 5000)
  }

  @Test(arguments: [0, 1, 1023, 1024, 1025, 4000, 5000], [1, 3, 1024, 16_384])
  func theSameBeginningIsSeenWhereItEnds(count: Int, piece: Int) {
    let body = testBytes(5000)
    let (verdict, taken) = check(body, against: Array(body.prefix(count)), piece: piece)
    #expect(verdict == .alike)
    #expect(taken == count)
  }

  @Test(arguments: [0, 5, 1023, 1024, 1025, 2999])
  func oneOtherBitIsSeen(place: Int) {
    let expected = testBytes(3000)
    var body = testBytes(5000)
    body[place] ^= 0x10
    #expect(check(body, against: expected, piece: 100).0 == .different)
    // Among the first it shows at once.
    if place < ByteDigest.firstLimit { #expect(check(body, against: expected, piece: 1).taken == place + 1) }
  }

  @Test func aShorterBodyStaysOpen() {
    let body = testBytes(3000)
    #expect(check(Array(body.dropLast()), against: body, piece: 100).0 == .open)
  }
}
