import AudioTypes
import Foundation
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

/// Reads a ring to its end, at most `piece` bytes at a time, waking the client as the audio thread would.
func readAll(
  _ consumer: consuming RingConsumer, of client: HTTPClient, piece: Int = 65_536
) async -> (bytes: [UInt8], end: RingEnd) {
  var all: [UInt8] = []
  for _ in 0..<200_000 {
    let bytes = read(&consumer, atMost: piece)
    all += bytes
    let end = consumer.endReached()
    guard case .open = end else { return (all, end) }
    if client.hasPausedTransfers { client.wake() }
    if bytes.isEmpty { try? await Task.sleep(for: .milliseconds(1)) }
  }
  return (all, .open)
}

/// Passes a reading end on to another task.
final class Handover: Sendable {
  private let consumer: Mutex<RingConsumer?>

  init(_ consumer: consuming RingConsumer) {
    self.consumer = Mutex(consume consumer)
  }

  func readAll(of client: HTTPClient, piece: Int) async -> (bytes: [UInt8], end: RingEnd) {
    guard let consumer = consumer.withLock({ $0.take() }) else { return ([], .open) }
    return await HTTPStreamingTests.readAll(consumer, of: client, piece: piece)
  }
}

/// Reads what is there.
func read(_ consumer: inout RingConsumer, atMost limit: Int) -> [UInt8] {
  var bytes = [UInt8](repeating: 0, count: limit)
  var span = bytes.mutableSpan
  var raw = unsafe span.mutableBytes
  let count = consumer.read(into: &raw)
  return Array(bytes[..<count.rawValue])
}

/// Reads until there are `count` bytes or the hang guard runs out.
func read(_ consumer: inout RingConsumer, exactly count: Int) async -> [UInt8] {
  var all: [UInt8] = []
  for _ in 0..<20_000 where all.count < count {
    all += read(&consumer, atMost: count - all.count)
    if all.count < count { try? await Task.sleep(for: .milliseconds(1)) }
  }
  return all
}

extension HTTPClient {
  /// Performs a request and gives back what came of it, as a value.
  func outcome(
    _ request: HTTPRequest, _ observer: any HTTPTransferObserver = CollectingObserver()
  ) async -> Result<HTTPResult, HTTPFailure> {
    do throws(HTTPFailure) {
      return .success(try await perform(request, observer: observer))
    } catch {
      return .failure(error)
    }
  }

  /// Performs a GET and gives back the error it failed with.
  func error(of url: String, limits: HTTPLimits = HTTPLimits()) async -> HTTPError? {
    await outcome(HTTPRequest(method: .get, url: url, limits: limits)).failure?.error
  }
}

extension Result {
  var failure: Failure? {
    if case .failure(let failure) = self { failure } else { nil }
  }
}

/// Runs something that blocks where it cannot hold up Swift's own few threads.
func offPool(_ body: @escaping @Sendable () -> Void) async {
  await withCheckedContinuation { continuation in
    Thread.detachNewThread {
      body()
      continuation.resume()
    }
  }
}
