public import AudioTypes

/// Follows one transfer. All calls come on the network thread and must not block: they hold up every other transfer.
public protocol HTTPTransferObserver: AnyObject, Sendable {
  /// The head of the final response arrived at `instant`; says where its body shall go. Called once at most.
  func receivedHead(_ head: HTTPResponseHead, at instant: MonotonicInstant) -> BodyDestination
  /// `count` more bytes, which arrived at `instant`, lie in the destination, so that its reader can be woken.
  func wroteBody(_ count: ByteCount, at instant: MonotonicInstant)
}
