package import AudioTypes

/// Follows one transfer. All calls come on the network thread and must not block: they hold up every other transfer.
package protocol HTTPTransferObserver: AnyObject, Sendable {
  /// A connection stands, new or kept, and the request is about to leave over it. Called again when libcurl has to take
  /// another. Optional to implement.
  ///
  /// - Parameter timings: when the steps so far were done; only asking for it costs anything.
  func connected(_ timings: () -> HTTPTimings)
  /// The head of the final response arrived at `instant`; says where its body shall go. Called once at most.
  func receivedHead(_ head: HTTPResponseHead, at instant: MonotonicInstant) -> BodyDestination
  /// `count` more bytes, which arrived at `instant`, lie in the destination, so that its reader can be woken.
  func wroteBody(_ count: ByteCount, at instant: MonotonicInstant)
}

extension HTTPTransferObserver {
  /// Does nothing.
  package func connected(_ timings: () -> HTTPTimings) {}
}
