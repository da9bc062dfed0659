import AudioTypes
import HTTPStreaming
import Testing

/// The head of a request goes ahead, its body when it is released.
@Suite struct HoldTests {
  let client: HTTPClient

  init() throws { client = try HTTPClient() }

  private static let answer = RawServer.Step.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")

  private func post(_ server: RawServer, _ hold: RequestHold, _ limits: HTTPLimits = HTTPLimits()) -> HTTPRequest {
    HTTPRequest(method: .post, url: server.url(), body: Array("speak".utf8), limits: limits, hold: hold)
  }

  @Test func bodyComesWhenItIsReleased() async throws {
    let (gotHead, hold) = (Gate(), RequestHold())
    let server = try RawServer([.readHead, .open(gotHead), .readBytes(5), Self.answer])
    async let outcome = client.outcome(post(server, hold, HTTPLimits(idle: .milliseconds(1500))))
    await offPool { gotHead.wait() }
    try await Task.sleep(for: .milliseconds(1800))  // Longer than the idle limit, which does not run.
    #expect(server.requests.count == 1)
    #expect(server.requests.first?.hasSuffix("\r\n\r\n") == true)
    let released = MonotonicInstant.now
    hold.release()
    client.wake()
    let result = try await outcome.get()
    #expect(result.head.status == 200)
    #expect(try #require(result.timings.requestSent) >= released)
    #expect(server.requests.last == "speak")
  }

  @Test func nothingIsKeptBackOnceReleased() async throws {
    let server = try RawServer([.readRequest, Self.answer, .readRequest, Self.answer])
    for _ in 0..<2 {
      let outcome = await client.outcome(post(server, RequestHold(isReleased: true)))
      #expect(try outcome.get().head.status == 200)
    }
    #expect(server.requests.allSatisfy { $0.hasSuffix("\r\n\r\nspeak") })
    #expect(server.acceptCount == 1)
  }

  @Test func totalLimitRunsAllTheSame() async throws {
    let server = try RawServer([.readHead, .awaitClose])
    let outcome = await client.outcome(post(server, RequestHold(), HTTPLimits(total: .milliseconds(200))))
    #expect(outcome.failure?.error == .totalTimeout)
  }

  @Test func canBeCancelled() async throws {
    let gotHead = Gate()
    let server = try RawServer([.readHead, .open(gotHead), .awaitClose])
    let task = Task { await client.outcome(post(server, RequestHold())) }
    await offPool { gotHead.wait() }
    task.cancel()
    #expect(await task.value.failure?.error == .cancelled)
  }

  /// libcurl does not look at the connection while it waits for the body.
  @Test func hostThatHangsUpMeanwhileIsAnError() async throws {
    let (gotHead, hold) = (Gate(), RequestHold())
    let server = try RawServer([.readHead, .reset, .open(gotHead)])
    async let outcome = client.outcome(post(server, hold, HTTPLimits(idle: .seconds(5))))
    await offPool { gotHead.wait() }
    hold.release()
    client.wake()
    #expect(await outcome.failure?.error == .connectionLost(host: "127.0.0.1"))
  }
}
