import AudioTypes
import HTTPStreaming
import RingBuffer
import Testing

/// What becomes of a body's receiver when the body breaks off, and where a `Location` leads.
@Suite struct ReceiverTests {
  let client: HTTPClient

  init() throws { client = try HTTPClient() }

  private func perform(_ answer: String, _ receiver: any BodyReceiver) async throws -> Result<HTTPResult, HTTPFailure> {
    let server = try RawServer([.readRequest, .send("HTTP/1.1 200 OK\r\n\(answer)")])
    return await client.outcome(HTTPRequest(method: .get, url: server.url()), StreamingObserver(receiver))
  }

  @Test func aBrokenBodyLeavesTheRingsOpenForTheNext() async throws {
    let ring = RingBuffer(capacity: ByteCount(100))
    let copyRing = RingBuffer(capacity: ByteCount(100))
    let receiver = RingReceiver(ring.producer, copy: copyRing.producer)
    let consumer = ring.consumer
    var reader = consumer
    let copyConsumer = copyRing.consumer
    let broken = try await perform("Content-Length: 10\r\n\r\nshort", receiver)
    #expect(broken.failure?.error == .cutShort)
    #expect(await read(&reader, exactly: 5) == Array("short".utf8))
    #expect(reader.endReached() == .open)
    _ = try await perform("Content-Length: 4\r\n\r\nmore", receiver).get()
    let (rest, end) = await readAll(reader, of: client)
    #expect(rest == Array("more".utf8))
    #expect(end == .finished)
    #expect(await readAll(copyConsumer, of: client).bytes == Array("shortmore".utf8))
  }

  @Test func aReceiverThatIsAbandonedTellsItsReader() async throws {
    let ring = RingBuffer(capacity: ByteCount(100))
    let receiver = RingReceiver(ring.producer)
    let consumer = ring.consumer
    _ = try await perform("Content-Length: 10\r\n\r\nshort", receiver)
    receiver.abandon()
    let (bytes, end) = await readAll(consumer, of: client)
    #expect(bytes == Array("short".utf8))
    #expect(end == .abandoned)
    #expect(try await perform("Content-Length: 4\r\n\r\nmore", receiver).failure?.error == .readerGone)
  }

  @Test func aReceiverCanRejectABody() async throws {
    let outcome = try await perform("Content-Length: 4\r\n\r\nmore", Rejecting())
    #expect(outcome.failure?.error == .bodyRejected)
    #expect(outcome.failure?.bodyByteCount == .zero)
  }

  private final class Rejecting: BodyReceiver {
    func take(_ bytes: RawSpan) throws(HTTPError) -> ByteCount { throw .bodyRejected }
    var isWorthResuming: Bool { false }
    func finish() { Issue.record("a body that was rejected was finished") }
  }

  @Test(arguments: [
    ("/files/a.mp3?sig=1", "https://a.test/files/a.mp3?sig=1"), ("b", "https://a.test/v1/b"),
    ("../b", "https://a.test/b"), ("//b.test/c", "https://b.test/c"), ("http://b.test/", "http://b.test/"),
    ("https://b.test:8443/x", "https://b.test:8443/x"),
  ])
  func aLocationIsRelativeToItsRequest(location: String, url: String) {
    #expect(RedirectTarget.url(location, relativeTo: "https://a.test/v1/audio") == url)
  }

  @Test(arguments: ["https://user:secret@b.test/", "https://b.test:99999/", "https://[::1/", "https://b\0.test/"])
  func anUnusableLocationLeadsNowhere(location: String) {
    #expect(RedirectTarget.url(location, relativeTo: "https://a.test/v1/audio") == nil)
  }
}
