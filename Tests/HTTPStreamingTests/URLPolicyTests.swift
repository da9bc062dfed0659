import HTTPStreaming
import Testing

/// Where requests may go at all.
@Suite struct URLPolicyTests {
  let client: HTTPClient

  init() throws { client = try HTTPClient() }

  @Test(arguments: [
    "http://example.test/", "http://127.0.0.1.example.test/", "http://localhost.example.test/", "http://128.0.0.1/",
    "http://0.0.0.0/", "http://[::2]/", "http://[::ffff:127.0.0.1]/", "http://notlocalhost/", "http://localhost./",
    "http://example.test#@127.0.0.1/", "http://example.test?@localhost/", "http://example.test/@localhost",
  ])
  func plainHTTPLeavesThisMachineNever(url: String) async {
    guard case .insecureURL = await client.error(of: url) else {
      Issue.record("\(url) was not refused as insecure")
      return
    }
  }

  @Test(arguments: [
    "", "localhost", "/path", "http://", "https://", "ftp://localhost/", "file:///etc/passwd", "gopher://127.0.0.1/",
    "http://localhost@example.test/", "http://127.0.0.1:80@example.test/", "https://user:password@example.test/",
    "https://example.test:99999/", "https://exa mple.test/", "https://example.test/\0.evil", "https://[::1/",
    "https://\n/",
  ])
  func unusableURLsAreRefused(url: String) async {
    guard case .invalidURL(let reason) = await client.error(of: url) else {
      Issue.record("\(url.debugDescription) was not refused as invalid")
      return
    }
    #expect(!reason.contains("password"))
  }

  @Test(arguments: ["127.0.0.1", "localhost", "LOCALHOST", "127.1", "0x7f.0.0.1", "2130706433"])
  func loopbackIsServed(host: String) async throws {
    let server = try RawServer([.readRequest, .send("HTTP/1.1 204 No Content\r\n\r\n")])
    let outcome = await client.outcome(HTTPRequest(method: .get, url: "http://\(host):\(server.port)/"))
    #expect(try outcome.get().head.status == 204)
    #expect(outcome.failure == nil)
  }
}
