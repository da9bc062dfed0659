import AudioTypes
import HTTPStreaming
import RingBuffer
import Testing

/// A full ring holds the transfer back, and nothing gets lost or doubled.
@Suite struct BackPressureTests {
  let client: HTTPClient

  init() throws { client = try HTTPClient() }

  private func server(_ body: [UInt8]) throws -> RawServer {
    try RawServer([
      .readRequest, .send("HTTP/1.1 200 OK\r\nContent-Length: \(body.count)\r\n\r\n"), .send(body), .awaitClose,
    ])
  }

  @Test(arguments: [(1, 3_000), (7, 30_000), (1000, 400_000), (16_384, 3_000_000), (100_000, 3_000_000)])
  func everyByteArrivesThroughAnyRing(capacity: Int, byteCount: Int) async throws {
    let body = testBytes(byteCount)
    let server = try server(body)
    let ring = RingBuffer(capacity: ByteCount(capacity))
    let producer = ring.producer
    let consumer = ring.consumer
    let observer = StreamingObserver(producer)
    async let outcome = client.outcome(HTTPRequest(method: .get, url: server.url()), observer)
    let (bytes, end) = await readAll(consumer, of: client, piece: max(1, capacity / 3))
    #expect(bytes == body)
    #expect(end == .finished)
    #expect(try await outcome.get().bodyByteCount == ByteCount(byteCount))
    #expect(!client.hasPausedTransfers)
  }

  @Test func chunkedBodyArrivesThroughATinyRing() async throws {
    let body = testBytes(50_000)
    let chunks = stride(from: 0, to: body.count, by: 777).flatMap { chunk(Array(body[$0..<min($0 + 777, body.count)])) }
    let server = try RawServer([
      .readRequest, .send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"), .send(chunks + chunk([])),
    ])
    let ring = RingBuffer(capacity: ByteCount(100))
    let producer = ring.producer
    let consumer = ring.consumer
    let observer = StreamingObserver(producer)
    async let outcome = client.outcome(HTTPRequest(method: .get, url: server.url()), observer)
    #expect(await readAll(consumer, of: client).bytes == body)
    _ = try await outcome.get()
  }

  @Test func copyRingGetsTheSameBytesAtItsOwnPace() async throws {
    let body = testBytes(300_000)
    let server = try server(body)
    let ring = RingBuffer(capacity: ByteCount(65_536))
    let copyRing = RingBuffer(capacity: ByteCount(1_500))
    let producer = ring.producer
    let consumer = ring.consumer
    let copyProducer = copyRing.producer
    let copyConsumer = copyRing.consumer
    let observer = StreamingObserver(producer, copy: copyProducer)
    async let outcome = client.outcome(HTTPRequest(method: .get, url: server.url()), observer)
    let handover = Handover(copyConsumer)
    async let copied = handover.readAll(of: client, piece: 1000)
    let (bytes, end) = await readAll(consumer, of: client)
    let copy = await copied
    #expect(bytes == body)
    #expect(copy.bytes == body)
    #expect(end == .finished)
    #expect(copy.end == .finished)
    _ = try await outcome.get()
  }

  @Test func readerThatLeavesEndsTheTransfer() async throws {
    let server = try server(testBytes(300_000))
    let ring = RingBuffer(capacity: ByteCount(1000))
    let producer = ring.producer
    let consumer = ring.consumer
    let observer = StreamingObserver(producer)
    async let outcome = client.outcome(HTTPRequest(method: .get, url: server.url()), observer)
    await offPool { observer.gotBody.wait() }
    drop(consumer)
    client.wake()
    #expect(await outcome.failure?.error == .readerGone)
  }

  @Test func copyWhoseReaderLeavesIsNotMissed() async throws {
    let body = testBytes(300_000)
    let server = try server(body)
    let ring = RingBuffer(capacity: ByteCount(1000))
    let copyRing = RingBuffer(capacity: ByteCount(1000))
    let producer = ring.producer
    let consumer = ring.consumer
    let copyProducer = copyRing.producer
    let copyConsumer = copyRing.consumer
    let observer = StreamingObserver(producer, copy: copyProducer)
    async let outcome = client.outcome(HTTPRequest(method: .get, url: server.url()), observer)
    await offPool { observer.gotBody.wait() }
    drop(copyConsumer)
    client.wake()
    let received = await readAll(consumer, of: client)
    _ = try await outcome.get()
    #expect(received.bytes == body)
    #expect(received.end == .finished)
  }

  private func drop(_ consumer: consuming RingConsumer) {}

  @Test func idleLimitDoesNotRunWhileTheRingIsFull() async throws {
    let body = testBytes(100_000)
    let server = try server(body)
    let ring = RingBuffer(capacity: ByteCount(1000))
    let producer = ring.producer
    let consumer = ring.consumer
    let observer = StreamingObserver(producer)
    let limits = HTTPLimits(idle: .milliseconds(1500))
    async let outcome = client.outcome(HTTPRequest(method: .get, url: server.url(), limits: limits), observer)
    await offPool { observer.gotBody.wait() }
    try await Task.sleep(for: .seconds(2))
    #expect(client.hasPausedTransfers)
    #expect(await readAll(consumer, of: client).bytes == body)
    _ = try await outcome.get()
  }

  @Test func totalLimitRunsWhileTheRingIsFull() async throws {
    let server = try server(testBytes(100_000))
    let ring = RingBuffer(capacity: ByteCount(1000))
    let producer = ring.producer
    let consumer = ring.consumer
    let limits = HTTPLimits(total: .seconds(2))
    let request = HTTPRequest(method: .get, url: server.url(), limits: limits)
    let outcome = await client.outcome(request, StreamingObserver(producer))
    #expect(outcome.failure?.error == .totalTimeout)
    #expect(outcome.failure?.bodyByteCount == ByteCount(1000))
    #expect(await readAll(consumer, of: client).end == .abandoned)
    #expect(!client.hasPausedTransfers)
  }
}
