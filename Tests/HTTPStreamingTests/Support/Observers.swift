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

/// Streams the body to a receiver, and opens a gate for each piece that was written.
final class StreamingObserver: HTTPTransferObserver {
  let gotHead = Gate()
  let gotBody = Gate()
  private let receiver: any BodyReceiver
  private let written = Mutex(0)

  init(_ receiver: any BodyReceiver) {
    self.receiver = receiver
  }

  convenience init(_ stream: consuming RingProducer, copy: consuming RingProducer? = nil) {
    self.init(RingReceiver(consume stream, copy: consume copy))
  }

  /// The bytes that the client said it had written.
  var writtenByteCount: Int { written.withLock { $0 } }

  func receivedHead(_ head: HTTPResponseHead, at instant: MonotonicInstant) -> BodyDestination {
    gotHead.open()
    return .stream(to: receiver)
  }

  func wroteBody(_ count: ByteCount, at instant: MonotonicInstant) {
    written.withLock { $0 += count.rawValue }
    gotBody.open()
  }
}
