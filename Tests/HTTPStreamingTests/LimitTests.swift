import AudioTypes
import HTTPStreaming
import RingBuffer
import Testing

/// Nothing takes for ever and nothing grows without bounds.
@Suite struct LimitTests {
  let client: HTTPClient

  init() throws { client = try HTTPClient() }

  @Test(arguments: ["", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nfive "])
  func idleLimit(answer: String) async throws {
    let server = try RawServer([.readRequest, .send(answer), .awaitClose])
    let ring = RingBuffer(capacity: ByteCount(16))
    let producer = ring.producer
    let consumer = ring.consumer
    let request = HTTPRequest(method: .get, url: server.url(), limits: HTTPLimits(idle: .milliseconds(150)))
    // Not collected: for that there is another limit, which a machine that is busy may notice first.
    #expect(await client.outcome(request, StreamingObserver(producer)).failure?.error == .idleTimeout)
    #expect(await readAll(consumer, of: client).end == .abandoned)
  }

  @Test func totalLimit() async throws {
    let server = try RawServer([.readRequest, .awaitClose])
    #expect(await client.error(of: server.url(), limits: HTTPLimits(total: .milliseconds(150))) == .totalTimeout)
  }

  /// Each byte comes in time, and no end ever does.
  @Test func aCollectedBodyCannotTrickleForEver() async throws {
    let trickle = (0..<200).flatMap { _ in [RawServer.Step.send("a"), .pause(milliseconds: 50)] }
    let server = try RawServer(
      [.readRequest, .send("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 1000\r\n\r\n")] + trickle)
    let outcome = await client.outcome(
      HTTPRequest(method: .get, url: server.url(), limits: HTTPLimits(idle: .milliseconds(1500))), CollectingObserver())
    #expect(outcome.failure?.error == .totalTimeout)
    #expect(outcome.failure?.head?.status == 503)
  }

  /// The server accepts but never answers the TLS handshake; the idle limit, though shorter, does not run yet.
  @Test func connectLimit() async throws {
    let server = try RawServer([.awaitClose])
    let limits = HTTPLimits(connect: .milliseconds(400), idle: .milliseconds(50))
    #expect(await client.error(of: server.url(scheme: "https"), limits: limits) == .connectTimeout)
  }

  @Test func extremeLimitsAreNoTrap() async throws {
    for duration in [Duration.seconds(Int64.max), .zero, .seconds(Int64.min)] {
      let server = try RawServer([.readRequest, .send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")])
      let limits = HTTPLimits(connect: duration, idle: duration, total: duration)
      _ = await client.outcome(HTTPRequest(method: .get, url: server.url(), limits: limits))
    }
  }

  @Test(arguments: [
    String(repeating: "X-Many: \(String(repeating: "a", count: 1000))\r\n", count: 70),
    "X-Long: \(String(repeating: "a", count: 200_000))\r\n",
  ])
  func headIsBounded(fields: String) async throws {
    let server = try RawServer([.readRequest, .send("HTTP/1.1 200 OK\r\n\(fields)\r\n")])
    #expect(await client.error(of: server.url()) == .headTooLarge)
  }

  @Test func interimHeadsAreBoundedTogether() async throws {
    let interim = String(
      repeating: "HTTP/1.1 103 Early Hints\r\nLink: </\(String(repeating: "a", count: 100))>\r\n\r\n", count: 1000)
    let server = try RawServer([.readRequest, .send(interim)])
    #expect(await client.error(of: server.url()) == .headTooLarge)
  }

  @Test func collectedBodyIsBounded() async throws {
    for (length, fits) in [(100, true), (101, false)] {
      let body = String(repeating: "a", count: length)
      let server = try RawServer([.readRequest, .send("HTTP/1.1 200 OK\r\nContent-Length: \(length)\r\n\r\n\(body)")])
      let outcome = await client.outcome(
        HTTPRequest(method: .get, url: server.url()), CollectingObserver(limit: 100))
      #expect((outcome.failure?.error == .collectedBodyTooLarge) == !fits)
      #expect((try? outcome.get().collectedBody.count) == (fits ? length : nil))
    }
  }
}
