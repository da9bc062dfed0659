import AudioTypes
import HTTPStreaming
import RingBuffer
import Synchronization

/// Collects the body, and opens a gate when the head is there.
final class CollectingObserver: HTTPTransferObserver {
  let gotHead = Gate()
  private let limit: ByteCount

  init(limit: Int = 1 << 20) { self.limit = ByteCount(limit) }

  func receivedHead(_ head: HTTPResponseHead, at instant: MonotonicInstant) -> BodyDestination {
    gotHead.open()
    return .collect(limit: limit)
  }

  func wroteBody(_ count: ByteCount, at instant: MonotonicInstant) {}
}

/// Streams the body into one ring or two, and opens a gate for each piece that was written.
final class StreamingObserver: HTTPTransferObserver {
  private struct Rings: ~Copyable {
    var stream: RingProducer?
    var copy: RingProducer?
  }

  let gotHead = Gate()
  let gotBody = Gate()
  private let rings: Mutex<Rings>
  private let written = Mutex(0)

  init(_ stream: consuming RingProducer, copy: consuming RingProducer? = nil) {
    rings = Mutex(Rings(stream: consume stream, copy: consume copy))
  }

  /// The bytes that the client said it had written.
  var writtenByteCount: Int { written.withLock { $0 } }

  func receivedHead(_ head: HTTPResponseHead, at instant: MonotonicInstant) -> BodyDestination {
    defer { gotHead.open() }
    return rings.withLock { rings in
      let copy = rings.copy.take()
      guard let stream = rings.stream.take() else { return .collect(limit: .zero) }
      return .stream(into: stream, copy: copy)
    }
  }

  func wroteBody(_ count: ByteCount, at instant: MonotonicInstant) {
    written.withLock { $0 += count.rawValue }
    gotBody.open()
  }
}
