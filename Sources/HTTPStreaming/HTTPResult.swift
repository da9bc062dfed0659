package import AudioTypes

/// What a transfer that came to its proper end brought. Any status is a result, also 4xx and 5xx.
package struct HTTPResult: Sendable {
  /// The response's head.
  package let head: HTTPResponseHead
  /// The body when the observer chose `BodyDestination.collect`, else empty.
  package let collectedBody: [UInt8]
  /// The bytes of the body, wherever they went.
  package let bodyByteCount: ByteCount
  /// When each step was done.
  package let timings: HTTPTimings

  /// Makes a result.
  package init(head: HTTPResponseHead, collectedBody: [UInt8], bodyByteCount: ByteCount, timings: HTTPTimings) {
    self.head = head
    self.collectedBody = collectedBody
    self.bodyByteCount = bodyByteCount
    self.timings = timings
  }
}
