import AudioDecoding
import AudioTypes
import RingBuffer
import Seaming

/// How bytes become samples.
extension PlayoutSource {
  private static let feedLimit = ByteCount(4096)

  /// Makes it fit to continue another stream. Allocates: call it before it is posted.
  func prepareToContinue() {
    aligner = aligner ?? SeamAligner(largestBlock: StreamDecoder.maximumBlockSamples)
  }

  /// Moves bytes from the ring to the decoder, or the word that there are no more. Returns false when there is neither now.
  func feed() throws(DecodingError) -> Bool {
    let taken = try ring.read(atMost: Self.feedLimit) { (bytes) throws(DecodingError) in
      try decoder.feed(bytes)
      return ByteCount(bytes.byteCount)
    }
    if ring.isAtLowWater { onLowWater() }
    guard taken == .zero else { return true }
    guard end == .open else { return false }
    end = ring.endReached()
    guard end != .open else { return false }
    decoder.finish()
    return true
  }

  /// Hands on the next block: what lies behind the seam, if it continues another, then what the decoder makes.
  func nextBlock(_ body: (borrowing Span<Int16>, AudioFormat) -> Void) throws(DecodingError) -> Bool {
    if aligner?.takeJoined(atMost: StreamDecoder.maximumBlockSamples, body) ?? false { return true }
    return try decoder.nextBlock { body($0, $1) }
  }
}
