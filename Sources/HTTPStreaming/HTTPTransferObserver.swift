public import AudioTypes
public import RingBuffer

/// Where the bytes of one response body go.
public enum BodyDestination: ~Copyable, Sendable {
  /// Into a ring, and into a second one with the same bytes when `copy` is given. The transfer waits while either is full,
  /// and fails with `HTTPError.readerGone` when the reader of either has gone.
  case stream(into: RingProducer, copy: RingProducer?)
  /// Into `HTTPResult.collectedBody`; a longer body fails with `HTTPError.collectedBodyTooLarge`.
  case collect(limit: ByteCount)
}

/// Follows one transfer. All calls come on the network thread and must not block: they hold up every other transfer.
public protocol HTTPTransferObserver: AnyObject, Sendable {
  /// The head of the final response arrived at `instant`; says where its body shall go. Called once at most.
  func receivedHead(_ head: HTTPResponseHead, at instant: MonotonicInstant) -> BodyDestination
  /// `count` more bytes, which arrived at `instant`, lie in the destination, so that its reader can be woken.
  func wroteBody(_ count: ByteCount, at instant: MonotonicInstant)
}
