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

  /// A transfer under way, whose body comes through a ring. The writing end goes with the transfer.
  private struct Transfer: ~Copyable {
    let gotBody: Gate
    let outcome: Task<Result<HTTPResult, HTTPFailure>, Never>
    let consumer: RingConsumer

    init(
      of url: String, by client: HTTPClient, limits: HTTPLimits = HTTPLimits(), capacity: Int,
      copy: consuming RingProducer? = nil
    ) {
      let ring = RingBuffer(capacity: ByteCount(capacity))
      let observer = StreamingObserver(ring.producer, copy: copy)
      gotBody = observer.gotBody
      outcome = Task { await client.outcome(HTTPRequest(method: .get, url: url, limits: limits), observer) }
      consumer = ring.consumer
    }

    func waitForBody() async {
      await offPool { [gotBody] in gotBody.wait() }
    }
  }

  @Test(arguments: [(1, 3_000), (7, 30_000), (1000, 400_000), (16_384, 3_000_000), (100_000, 3_000_000)])
  func everyByteArrivesThroughAnyRing(capacity: Int, byteCount: Int) async throws {
    let body = testBytes(byteCount)
    let server = try server(body)
    let transfer = Transfer(of: server.url(), by: client, capacity: capacity)
    let (bytes, end) = await readAll(transfer.consumer, of: client, piece: max(1, capacity / 3))
    #expect(bytes == body)
    #expect(end == .finished)
    #expect(try await transfer.outcome.value.get().bodyByteCount == ByteCount(byteCount))
    #expect(!client.hasPausedTransfers)
  }

  @Test func chunkedBodyArrivesThroughATinyRing() async throws {
    let body = testBytes(50_000)
    let chunks = stride(from: 0, to: body.count, by: 777).flatMap { chunk(Array(body[$0..<min($0 + 777, body.count)])) }
    let server = try RawServer([
      .readRequest, .send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"), .send(chunks + chunk([])),
    ])
    let transfer = Transfer(of: server.url(), by: client, capacity: 100)
    #expect(await readAll(transfer.consumer, of: client).bytes == body)
    _ = try await transfer.outcome.value.get()
  }

  @Test func copyRingGetsTheSameBytesAtItsOwnPace() async throws {
    let body = testBytes(300_000)
    let server = try server(body)
    let copyRing = RingBuffer(capacity: ByteCount(1_500))
    let copyProducer = copyRing.producer
    let copyConsumer = copyRing.consumer
    let transfer = Transfer(of: server.url(), by: client, capacity: 65_536, copy: copyProducer)
    let handover = Handover(copyConsumer)
    async let copied = handover.readAll(of: client, piece: 1000)
    let (bytes, end) = await readAll(transfer.consumer, of: client)
    let copy = await copied
    #expect(bytes == body)
    #expect(copy.bytes == body)
    #expect(end == .finished)
    #expect(copy.end == .finished)
    _ = try await transfer.outcome.value.get()
  }

  @Test func readerThatLeavesEndsTheTransfer() async throws {
    let server = try server(testBytes(300_000))
    let transfer = Transfer(of: server.url(), by: client, capacity: 1000)
    await transfer.waitForBody()
    drop(transfer.consumer)
    client.wake()
    #expect(await transfer.outcome.value.failure?.error == .readerGone)
  }

  @Test func copyWhoseReaderLeavesIsNotMissed() async throws {
    let body = testBytes(300_000)
    let server = try server(body)
    let copyRing = RingBuffer(capacity: ByteCount(1000))
    let copyProducer = copyRing.producer
    let copyConsumer = copyRing.consumer
    let transfer = Transfer(of: server.url(), by: client, capacity: 1000, copy: copyProducer)
    await transfer.waitForBody()
    drop(copyConsumer)
    client.wake()
    let received = await readAll(transfer.consumer, of: client)
    _ = try await transfer.outcome.value.get()
    #expect(received.bytes == body)
    #expect(received.end == .finished)
  }

  private func drop(_ consumer: consuming RingConsumer) {}

  @Test func idleLimitDoesNotRunWhileTheRingIsFull() async throws {
    let body = testBytes(100_000)
    let server = try server(body)
    let limits = HTTPLimits(idle: .milliseconds(1500))
    let transfer = Transfer(of: server.url(), by: client, limits: limits, capacity: 1000)
    await transfer.waitForBody()
    try await Task.sleep(for: .seconds(2))
    #expect(client.hasPausedTransfers)
    #expect(await readAll(transfer.consumer, of: client).bytes == body)
    _ = try await transfer.outcome.value.get()
  }

  @Test func totalLimitRunsWhileTheRingIsFull() async throws {
    let server = try server(testBytes(100_000))
    let limits = HTTPLimits(total: .seconds(2))
    let transfer = Transfer(of: server.url(), by: client, limits: limits, capacity: 1000)
    let outcome = await transfer.outcome.value
    #expect(outcome.failure?.error == .totalTimeout)
    #expect(outcome.failure?.bodyByteCount == ByteCount(1000))
    #expect(await readAll(transfer.consumer, of: client).end == .abandoned)
    #expect(!client.hasPausedTransfers)
  }
}
