import AudioTypes
import HTTPStreaming
import RingBuffer
import Testing

/// Bodies arrive bit-exact, as they come, and their ends are told apart.
@Suite struct BodyTests {
  let client: HTTPClient

  init() throws { client = try HTTPClient() }

  @Test func chunkedBodyArrivesExactlyAndAsItComes() async throws {
    let (first, second) = (testBytes(1000), testBytes(70_000))
    let gate = Gate()
    let server = try RawServer([
      .readRequest, .send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX-Test: a\r\n\r\n"),
      .send(chunk(first)), .wait(gate), .send(chunk(second)), .send(chunk([])),
    ])
    let ring = RingBuffer(capacity: ByteCount(262_144))
    let producer = ring.producer
    let consumer = ring.consumer
    var reader = consumer
    let observer = StreamingObserver(producer)
    async let outcome = client.outcome(HTTPRequest(method: .get, url: server.url()), observer)
    let early = await read(&reader, exactly: first.count)
    #expect(early == first)
    gate.open()
    let (rest, end) = await readAll(reader, of: client)
    #expect(rest == second)
    #expect(end == .finished)
    let result = try await outcome.get()
    #expect(result.head.status == 200)
    #expect(result.head["x-TEST"] == "a")
    #expect(result.head.httpVersion == .http11)
    #expect(result.bodyByteCount.rawValue == first.count + second.count)
    #expect(observer.writtenByteCount == first.count + second.count)
  }

  @Test(arguments: [
    "Content-Length: 10\r\n\r\nshort",
    "Transfer-Encoding: chunked\r\n\r\n5\r\nshort\r\n",
    "Transfer-Encoding: chunked\r\n\r\n5\r\nshort\r\nnonsense\r\n",
  ])
  func bodyCutShortIsNoEnd(answer: String) async throws {
    let server = try RawServer([.readRequest, .send("HTTP/1.1 200 OK\r\n\(answer)")])
    let ring = RingBuffer(capacity: ByteCount(1024))
    let producer = ring.producer
    let consumer = ring.consumer
    let outcome = await client.outcome(HTTPRequest(method: .get, url: server.url()), StreamingObserver(producer))
    let failure = try #require(outcome.failure)
    #expect(failure.error == .cutShort)
    #expect(failure.head?.status == 200)
    #expect(failure.bodyByteCount == ByteCount(5))
    #expect(failure.timings.firstBodyByte != nil)
    let (bytes, end) = await readAll(consumer, of: client)
    #expect(bytes == Array("short".utf8))
    #expect(end == .abandoned)
  }

  @Test func resetInTheBodyIsCutShort() async throws {
    let (gate, observer) = (Gate(), CollectingObserver())
    let server = try RawServer([
      .readRequest, .send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort"), .wait(gate), .reset,
    ])
    async let outcome = client.outcome(HTTPRequest(method: .get, url: server.url()), observer)
    await offPool { observer.gotHead.wait() }
    gate.open()
    #expect(await outcome.failure?.error == .cutShort)
  }

  @Test func closeDelimitedBodyEndsWell() async throws {
    let server = try RawServer([.readRequest, .send("HTTP/1.0 200 OK\r\n\r\nall of it")])
    let result = try await client.outcome(HTTPRequest(method: .get, url: server.url())).get()
    #expect(result.collectedBody == Array("all of it".utf8))
    #expect(result.head.httpVersion == .http10)
  }

  @Test func emptyBodiesEndWell() async throws {
    for answer in ["200 OK\r\nContent-Length: 0\r\n\r\n", "204 No Content\r\n\r\n"] {
      let server = try RawServer([.readRequest, .send("HTTP/1.1 \(answer)")])
      let ring = RingBuffer(capacity: ByteCount(16))
      let producer = ring.producer
      let consumer = ring.consumer
      let observer = StreamingObserver(producer)
      let result = try await client.outcome(HTTPRequest(method: .get, url: server.url()), observer).get()
      #expect(result.bodyByteCount == .zero)
      #expect(await readAll(consumer, of: client).end == .finished)
    }
  }

  @Test func interimHeadsAndTrailersDoNotShow() async throws {
    let server = try RawServer([
      .readRequest, .send("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"),
      .send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nFolded: one\r\n two\r\nEmpty:\r\n\r\n"),
      .send(chunk([1, 2, 3])), .send("0\r\nTrailer: late\r\n\r\n"),
    ])
    let result = try await client.outcome(HTTPRequest(method: .get, url: server.url())).get()
    #expect(result.head.status == 200)
    #expect(result.head["Link"] == nil)
    #expect(result.head["Trailer"] == nil)
    #expect(result.head["Folded"] == "one two")
    #expect(result.head["Empty"] == "")
    #expect(result.collectedBody == [1, 2, 3])
  }

  @Test func contentCodingIsLeftAlone() async throws {
    let server = try RawServer([
      .readRequest, .send("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc"),
    ])
    let result = try await client.outcome(HTTPRequest(method: .get, url: server.url())).get()
    #expect(result.collectedBody == Array("abc".utf8))
    #expect(!server.requests.joined().lowercased().contains("accept-encoding"))
  }
}
