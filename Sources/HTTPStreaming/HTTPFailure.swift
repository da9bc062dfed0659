package import AudioTypes

/// A transfer that did not come to its proper end, and how far it got.
package struct HTTPFailure: Error, Sendable {
  /// What went wrong.
  package let error: HTTPError
  /// The response's head when it had arrived.
  package let head: HTTPResponseHead?
  /// The bytes of the body that were delivered.
  package let bodyByteCount: ByteCount
  /// When each step that was reached was done.
  package let timings: HTTPTimings

  /// Makes a failure.
  package init(error: HTTPError, head: HTTPResponseHead?, bodyByteCount: ByteCount, timings: HTTPTimings) {
    self.error = error
    self.head = head
    self.bodyByteCount = bodyByteCount
    self.timings = timings
  }
}

extension HTTPFailure {
  /// The failure of a transfer that did not come to run.
  init(_ error: HTTPError, started: MonotonicInstant) {
    self.init(error: error, head: nil, bodyByteCount: .zero, timings: HTTPTimings(started: started))
  }
}
