package import AudioTypes
package import RingBuffer

/// Takes bodies into a ring, and into a second one with the same bytes when there is a copy.
///
/// A transfer waits while either is full, fails with `HTTPError.readerGone` when the first one's reader has gone, and goes on
/// without the copy when its reader has. A complete body finishes the rings. One that breaks off leaves them open, so that
/// another may go on; dropping the receiver abandons them.
///
/// The network thread alone uses it while a transfer runs, and whoever performs the transfers before, between and after.
package final class RingReceiver: BodyReceiver, @unchecked Sendable {
  private var ring: RingProducer?
  private var copy: RingProducer?

  /// Takes over the writing ends.
  package init(_ ring: consuming RingProducer, copy: consuming RingProducer? = nil) {
    self.ring = consume ring
    self.copy = consume copy
  }

  /// Takes as much as there is room for in both rings; nothing once they are finished or abandoned.
  package func take(_ bytes: RawSpan) throws(HTTPError) -> ByteCount {
    guard ring != nil, !ring.isReaderGone else { throw .readerGone }
    if copy.isReaderGone { copy = nil }  // A full disk is no reason to stop speaking.
    let part = bytes.extracting(first: min(bytes.byteCount, freeByteCount().rawValue))
    _ = ring?.write(part)
    _ = copy?.write(part)
    return ByteCount(part.byteCount)
  }

  /// Whether three quarters of every ring are free, or nobody reads one of them any more.
  package var isWorthResuming: Bool {
    ring.isReaderGone || copy.isReaderGone || (ring.isAtLowWater() && copy.isAtLowWater())
  }

  /// Says to the readers that all bytes have been written.
  package func finish() {
    ring.take()?.finish()
    copy.take()?.finish()
  }

  /// Says to the readers that the bytes are cut short.
  package func abandon() {
    ring = nil
    copy = nil
  }

  /// Says to the first ring's reader alone that the bytes are cut short; the copy stays open.
  package func abandonOriginal() {
    if copy != nil { ring = nil }
  }

  /// Says to the copy's reader alone that the bytes are cut short; the ring goes on.
  package func abandonCopy() {
    copy = nil
  }

  private func freeByteCount() -> ByteCount {
    min(ring?.freeByteCount() ?? .zero, copy?.freeByteCount() ?? ByteCount(.max))
  }
}

extension RingProducer? {
  fileprivate var isReaderGone: Bool {
    switch self {
    case .some(let ring): ring.isReaderGone
    case .none: false
    }
  }

  fileprivate mutating func isAtLowWater() -> Bool {
    self?.isAtLowWater ?? true
  }
}
