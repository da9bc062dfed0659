public import AudioTypes
public import RingBuffer

/// Where the bytes of one response body go.
public enum BodyDestination: ~Copyable, Sendable {
  /// Into a ring, and into a second one with the same bytes when `copy` is given. The transfer waits while either is full,
  /// fails with `HTTPError.readerGone` when the first one's reader has gone, and goes on without the copy when its reader has.
  case stream(into: RingProducer, copy: RingProducer?)
  /// Into `HTTPResult.collectedBody`; a longer body fails with `HTTPError.collectedBodyTooLarge`.
  case collect(limit: ByteCount)
}
