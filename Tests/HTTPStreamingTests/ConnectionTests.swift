import AudioTypes
import Glibc
import HTTPStreaming
import Testing

/// What goes over the wire, and over which connection.
@Suite struct ConnectionTests {
  let client: HTTPClient

  init() throws { client = try HTTPClient() }

  private static let answer = RawServer.Step.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")

  @Test func secondRequestReusesTheConnection() async throws {
    let server = try RawServer([.readRequest, Self.answer, .readRequest, Self.answer, .awaitClose])
    let request = HTTPRequest(method: .get, url: server.url())
    let first = try await client.outcome(request).get()
    let second = try await client.outcome(request).get()
    #expect(!first.timings.connectionReused)
    #expect(first.timings.connected != nil)
    #expect(second.timings.connectionReused)
    #expect(second.timings.connected == nil)
    #expect(server.acceptCount == 1)
  }

  @Test func noOtherProgramInheritsAConnection() async throws {
    let server = try RawServer([.readRequest, Self.answer, .awaitClose])
    _ = try await client.outcome(HTTPRequest(method: .get, url: server.url())).get()
    let connections = connections(to: server.port)
    #expect(!connections.isEmpty && connections.allSatisfy { fcntl($0, F_GETFD) & FD_CLOEXEC != 0 }, "\(connections)")
  }

  @Test func timingsAreInOrder() async throws {
    let server = try RawServer([.readRequest, Self.answer])
    let timings = try await client.outcome(HTTPRequest(method: .get, url: server.url())).get().timings
    let marks = [
      timings.started, timings.nameLookupDone, timings.connected, timings.requestSent, timings.responseStarted,
      timings.firstBodyByte, timings.lastBodyByte,
    ]
    let reached = marks.compactMap { $0 }
    #expect(reached.count == marks.count)
    #expect(reached == reached.sorted())
    #expect(timings.tlsDone == nil)
    #expect(timings.httpVersion == .http11)
    #expect(timings.primaryAddress == "127.0.0.1")
  }

  @Test func postSendsExactlyWhatWasAsked() async throws {
    let server = try RawServer([.readRequest, Self.answer])
    let fields = [
      HTTPField(name: "xi-api-key", value: "brz_secret"), HTTPField(name: "X-Empty", value: ""),
      HTTPField(name: "Content-Type", value: "application/json"),
    ]
    let body = String(repeating: "text ", count: 1000)
    let request = HTTPRequest(method: .post, url: server.url("/v1/a?b=c"), fields: fields, body: Array(body.utf8))
    _ = try await client.outcome(request).get()
    let sent = try #require(server.requests.first)
    #expect(sent.hasPrefix("POST /v1/a?b=c HTTP/1.1\r\n"))
    #expect(sent.hasSuffix("\r\n\r\n" + body))
    #expect(sent.contains("\r\nxi-api-key: brz_secret\r\n"))
    #expect(sent.contains("\r\nX-Empty:\r\n"))
    #expect(sent.contains("\r\nContent-Type: application/json\r\n"))
    #expect(sent.contains("\r\nContent-Length: 5000\r\n"))
    #expect(!sent.contains("Expect"))
  }

  @Test func emptyPostHasNoBodyAndNoInventedType() async throws {
    let server = try RawServer([.readRequest, Self.answer])
    _ = try await client.outcome(HTTPRequest(method: .post, url: server.url())).get()
    let sent = try #require(server.requests.first)
    #expect(sent.contains("\r\nContent-Length: 0\r\n"))
    #expect(!sent.contains("Content-Type"))
  }

  @Test(arguments: [HTTPRequest.Method.get, .post])
  func onlyGetIsRepeatedWhenAKeptConnectionDies(method: HTTPRequest.Method) async throws {
    let server = try RawServer(
      [.readRequest, Self.answer, .readRequest], [.readRequest, Self.answer])
    _ = try await client.outcome(HTTPRequest(method: .get, url: server.url())).get()
    let outcome = await client.outcome(HTTPRequest(method: method, url: server.url(), body: [1]))
    switch method {
    case .get, .head:
      #expect(try outcome.get().head.status == 200)
      #expect(server.requests.count == 3)
    case .post:
      #expect(outcome.failure?.error == .connectionLost(host: "127.0.0.1"))
      #expect(server.requests.count == 2)
    }
  }

  /// The server takes a POST over a kept connection, and goes: that the next one is refused says nothing of the first.
  @Test(arguments: [false, true])
  func aPostThatArrivedIsLostEvenIfTheServerThenRefuses(hasHold: Bool) async throws {
    let server = try RawServer([.readRequest, Self.answer, .readRequest, .stopListening])
    _ = try await client.outcome(HTTPRequest(method: .get, url: server.url())).get()
    let hold = hasHold ? RequestHold(isReleased: true) : nil
    let outcome = await client.outcome(HTTPRequest(method: .post, url: server.url(), body: [1], hold: hold))
    #expect(outcome.failure?.error == .connectionLost(host: "127.0.0.1"))
    #expect(server.requests.count == 2)
  }

  @Test func aGetThatArrivedIsRefusedIfTheServerThenRefuses() async throws {
    let server = try RawServer([.readRequest, Self.answer, .readRequest, .stopListening])
    _ = try await client.outcome(HTTPRequest(method: .get, url: server.url())).get()
    #expect(await client.error(of: server.url()) == .connectionRefused(host: "127.0.0.1"))
    #expect(server.requests.count == 2)
  }

  @Test(arguments: [301, 302, 307, 308])
  func redirectsAreNotFollowed(status: Int) async throws {
    let other = try RawServer([.readRequest, Self.answer])
    let server = try RawServer([
      .readRequest, .send("HTTP/1.1 \(status) Moved\r\nLocation: \(other.url())\r\nContent-Length: 0\r\n\r\n"),
    ])
    let request = HTTPRequest(
      method: .post, url: server.url(), fields: [HTTPField(name: "xi-api-key", value: "k")], body: [1])
    let head = try await client.outcome(request).get().head
    #expect(head.status == status)
    #expect(head["location"] == other.url())
    #expect(other.acceptCount == 0)
  }

  @Test func refusedConnection() async throws {
    let url = try RawServer().url()
    // The server has gone when its last reference has, which its thread holds for a moment longer.
    for _ in 0..<1000 {
      let error = await client.error(of: url)
      if error == .connectionRefused(host: "127.0.0.1") { return }
    }
    Issue.record("the connection was never refused")
  }

  @Test func noAnswerAtAll() async throws {
    for script in [[RawServer.Step.readRequest], [.readRequest, .reset]] {
      let server = try RawServer(script)
      #expect(await client.error(of: server.url()) == .connectionLost(host: "127.0.0.1"))
    }
  }

  @Test func answerThatIsNoHTTP() async throws {
    let server = try RawServer([.readRequest, .send("SSH-2.0-OpenSSH_9.2\r\n")])
    guard case .protocolViolation = await client.error(of: server.url()) else {
      Issue.record("not reported as a protocol violation")
      return
    }
  }
}
