import AudioTypes
import HTTPStreaming
import Testing

/// A connection that is made before it is needed, and what a POST finds of it.
@Suite(.timeLimit(.minutes(1))) struct WarmUpTests {
  let client: HTTPClient

  init() throws { client = try HTTPClient() }

  private static let head = RawServer.Step.send("HTTP/1.1 404 Not Found\r\nContent-Length: 9\r\n\r\n")
  private static let closingHead = RawServer.Step.send(
    "HTTP/1.1 404 Not Found\r\nContent-Length: 9\r\nConnection: close\r\n\r\n")
  private static let answer = RawServer.Step.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")

  private func post(_ server: RawServer) -> HTTPRequest {
    HTTPRequest(method: .post, url: server.url("/speak"), body: Array("text".utf8))
  }

  @Test func thePostGoesOverTheConnectionOfTheHead() async throws {
    let server = try RawServer([.readRequest, Self.head, .readRequest, Self.answer, .awaitClose])
    let warm = try await client.outcome(HTTPRequest(method: .head, url: server.url())).get()
    #expect(warm.head.status == 404 && warm.bodyByteCount == .zero)
    let timings = try await client.outcome(post(server)).get().timings
    #expect(timings.connectionReused)
    #expect(timings.nameLookupDone == nil && timings.connected == nil && timings.requestSent != nil)
    #expect(server.acceptCount == 1)
    #expect(server.requests.first?.hasPrefix("HEAD / HTTP/1.1\r\n") == true)
  }

  @Test(arguments: [[], [RawServer.Step.reset]])
  func aConnectionThatTheServerClosedBeforeIsReplacedWithoutATrace(_ ending: [RawServer.Step]) async throws {
    let closed = Gate()
    let server = try RawServer(
      [.readRequest, Self.head, .wait(closed)] + ending, [.readRequest, Self.answer, .awaitClose])
    _ = try await client.outcome(HTTPRequest(method: .head, url: server.url())).get()
    let connection = try #require(connections(to: server.port).first)
    closed.open()
    // The close has to travel; a POST that comes too early is the test below.
    await awaitEnd(of: connection)
    let result = try await client.outcome(post(server)).get()
    #expect(result.head.status == 200 && !result.timings.connectionReused)
    #expect(server.requests.filter { $0.hasPrefix("POST") }.count == 1)
  }

  @Test(arguments: [[], [RawServer.Step.reset]])
  func aPostThatTheServerMayHaveReadIsNotSentAgain(_ ending: [RawServer.Step]) async throws {
    let server = try RawServer(
      [.readRequest, Self.head, .readRequest] + ending, [.readRequest, Self.answer, .awaitClose])
    _ = try await client.outcome(HTTPRequest(method: .head, url: server.url())).get()
    let outcome = await client.outcome(post(server))
    #expect(outcome.failure?.error == .connectionLost(host: "127.0.0.1"))
    #expect(server.requests.filter { $0.hasPrefix("POST") }.count == 1)
  }

  @Test func aPostDoesNotWaitForAHeadThatIsNotAnswered() async throws {
    let (asked, spoken) = (Gate(), Gate())
    let server = try RawServer(
      [.readRequest, .open(asked), .wait(spoken), Self.head], [.readRequest, Self.answer, .awaitClose])
    async let warm = client.outcome(HTTPRequest(method: .head, url: server.url()))
    await offPool { asked.wait() }
    #expect(try await client.outcome(post(server)).get().head.status == 200)
    spoken.open()
    #expect(try await warm.get().head.status == 404)
  }

  @Test func overHTTP2ThePostSharesAConnectionThatIsBeingMade() async throws {
    let spoken = Gate()
    let server = try RawServer([.readRequest, .wait(spoken), Self.head], [.readRequest, Self.answer, .awaitClose])
    try await HTTP2Proxy.run(before: server) { proxy in
      let client = try HTTPClient(configuration: HTTPClientConfiguration(certificateFile: proxy.certificateFile))
      // Ordered when this returns, and hardly connected.
      let warm = Task.immediate { await client.outcome(HTTPRequest(method: .head, url: proxy.url)) }
      let spoke = await client.outcome(HTTPRequest(method: .post, url: proxy.url, body: [1]))
      spoken.open()
      let results = try (spoke.get(), await warm.value.get())
      #expect(results.0.timings.httpVersion == .http2)
      #expect(results.0.timings.connectionReused != results.1.timings.connectionReused, "one connection, not two")
    }
  }

  @Test func overHTTP2TwoStreamsDoNotShare() async throws {
    let (first, second) = (Gate(), Gate())
    // The proxy is told that its connection ends: it might send the next request over it otherwise.
    let server = try RawServer(
      [.readRequest, Self.closingHead], [.readRequest, .open(first), .wait(second), Self.answer],
      [.readRequest, Self.answer, .open(second)])
    try await HTTP2Proxy.run(before: server) { proxy in
      let client = try HTTPClient(configuration: HTTPClientConfiguration(certificateFile: proxy.certificateFile))
      _ = try await client.outcome(HTTPRequest(method: .head, url: proxy.url)).get()
      async let held = client.outcome(HTTPRequest(method: .post, url: proxy.url, body: [1]))
      await offPool { first.wait() }
      let other = try await client.outcome(HTTPRequest(method: .post, url: proxy.url, body: [2])).get()
      #expect(!other.timings.connectionReused)
      #expect(try await held.get().timings.connectionReused)
    }
  }
}
