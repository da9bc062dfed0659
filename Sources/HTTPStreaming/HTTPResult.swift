public import AudioTypes

/// What a transfer that came to its proper end brought. Any status is a result, also 4xx and 5xx.
public struct HTTPResult: Sendable {
  /// The response's head.
  public let head: HTTPResponseHead
  /// The body when the observer chose `BodyDestination.collect`, else empty.
  public let collectedBody: [UInt8]
  /// The bytes of the body, wherever they went.
  public let bodyByteCount: ByteCount
  /// When each step was done.
  public let timings: HTTPTimings

  /// Makes a result.
  public init(head: HTTPResponseHead, collectedBody: [UInt8], bodyByteCount: ByteCount, timings: HTTPTimings) {
    self.head = head
    self.collectedBody = collectedBody
    self.bodyByteCount = bodyByteCount
    self.timings = timings
  }
}
