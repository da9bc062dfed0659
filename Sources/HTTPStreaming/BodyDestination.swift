package import AudioTypes

/// Where the bytes of one response body go.
package enum BodyDestination: Sendable {
  /// To a receiver, as they come. The transfer waits while it takes none.
  case stream(to: any BodyReceiver)
  /// Into `HTTPResult.collectedBody`; a longer body fails with `HTTPError.collectedBodyTooLarge`.
  case collect(limit: ByteCount)
}

/// Takes the bytes of one body after the other. All calls come on the network thread and must not block.
///
/// A body that breaks off says nothing to its receiver: whoever performed the request learns of it and decides, and may let
/// another transfer go on with the same receiver.
package protocol BodyReceiver: AnyObject, Sendable {
  /// Takes as many of `bytes` as there is room for now, and returns how many that was. Fewer than all hold the transfer back
  /// until `isWorthResuming`; an error ends it.
  func take(_ bytes: RawSpan) throws(HTTPError) -> ByteCount

  /// Whether a transfer that is held back can go on, or has to, to be told that nobody reads any more.
  var isWorthResuming: Bool { get }

  /// The body is complete. Called before `HTTPClient.perform` returns.
  func finish()
}
