import AudioTypes
import Foundation
import HTTPStreaming
import Testing

/// Only trusted peers are talked to.
@Suite struct TLSTests {
  @Test func selfSignedCertificateIsRefused() async throws {
    try await TLSServer.run { server in
      let client = try HTTPClient()
      let error = await client.error(of: server.url)
      guard case .tls(host: "localhost", let reason) = error else {
        Issue.record("not reported as TLS: \(String(describing: error))")
        return
      }
      #expect(reason.contains("self-signed certificate"))
    }
  }

  @Test func certificateFileIsTrusted() async throws {
    try await TLSServer.run { server in
      let client = try HTTPClient(configuration: HTTPClientConfiguration(certificateFile: server.certificateFile))
      let result = try await client.outcome(HTTPRequest(method: .get, url: server.url)).get()
      #expect(result.head.status == 200)
      #expect(result.timings.tlsDone != nil)
    }
  }

  @Test func certificateForAnotherNameIsRefused() async throws {
    try await TLSServer.run { server in
      let client = try HTTPClient(configuration: HTTPClientConfiguration(certificateFile: server.certificateFile))
      guard case .tls = await client.error(of: "https://127.0.0.1:\(server.port)/") else {
        Issue.record("the name was not checked")
        return
      }
    }
  }

  @Test func missingCertificateFileIsAnError() async throws {
    try await TLSServer.run { server in
      let client = try HTTPClient(configuration: HTTPClientConfiguration(certificateFile: "/nonexistent.pem"))
      guard case .tls = await client.error(of: server.url) else {
        Issue.record("a missing file was passed over")
        return
      }
    }
  }
}

/// What the environment says. Each test runs in a process of its own, so that no other sees its environment change.
@Suite struct EnvironmentTests {
  @Test func certificateFileIsTrusted() async {
    await #expect(processExitsWith: .success) {
      try await TLSServer.run { server in
        unsafe setenv("SSL_CERT_FILE", server.certificateFile, 1)
        let client = try HTTPClient()
        let status = try await client.outcome(HTTPRequest(method: .get, url: server.url)).get().head.status
        try #require(status == 200)
      }
    }
  }

  @Test func certificateDirectoryIsTrusted() async {
    await #expect(processExitsWith: .success) {
      try await TLSServer.run { server in
        // `c_rehash` names a certificate by the hash of its subject; this one's is that of `CN = localhost`.
        let directory = URL(filePath: server.certificateFile).deletingLastPathComponent()
        try FileManager.default.createSymbolicLink(
          atPath: directory.appending(path: "ce275665.0").path, withDestinationPath: server.certificateFile)
        unsafe setenv("SSL_CERT_DIR", directory.path, 1)
        let client = try HTTPClient()
        let status = try await client.outcome(HTTPRequest(method: .get, url: server.url)).get().head.status
        try #require(status == 200)
      }
    }
  }

  /// The name in the directory is no hash of any subject: only the file can vouch for the server.
  @Test func whatTheDirectoryLacksTheFileMayHold() async {
    await #expect(processExitsWith: .success) {
      try await TLSServer.run { server in
        let directory = URL(filePath: server.certificateFile).deletingLastPathComponent()
        try FileManager.default.createSymbolicLink(
          atPath: directory.appending(path: "00000000.0").path, withDestinationPath: server.certificateFile)
        unsafe setenv("SSL_CERT_DIR", directory.path, 1)
        unsafe setenv("SSL_CERT_FILE", server.certificateFile, 1)
        let client = try HTTPClient()
        let result = try await client.outcome(HTTPRequest(method: .get, url: server.url)).get()
        try #require(result.head.status == 200)
        let (tlsDone, started) = (try #require(result.timings.tlsDone), result.timings.started)
        try #require(tlsDone > started && tlsDone <= .now)
      }
    }
  }

  @Test func proxyIsAskedForHTTPSButNeverForThisMachine() async {
    await #expect(processExitsWith: .success) {
      let proxy = try RawServer([.readRequest, .send("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")])
      let server = try RawServer([.readRequest, .send("HTTP/1.1 204 No Content\r\n\r\n")])
      for name in ["http_proxy", "https_proxy", "ALL_PROXY"] { unsafe setenv(name, proxy.url(), 1) }
      let client = try HTTPClient()
      let status = try await client.outcome(HTTPRequest(method: .get, url: server.url())).get().head.status
      try #require(status == 204)
      try #require(proxy.acceptCount == 0)

      let error = await client.error(of: "https://gust.test/")
      try #require(error == .proxy(reason: "it answered with status 403"))
      try #require(proxy.requests.first?.hasPrefix("CONNECT gust.test:443 ") == true)
    }
  }

  /// What libcurl counts as sent includes what the proxy was told.
  @Test func aPostGoesThroughAProxyWithItsBodyKeptBackOrNot() async {
    await #expect(processExitsWith: .success) {
      let answer = RawServer.Step.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
      let server = try RawServer([.readRequest, answer], [.readRequest, answer], [.readRequest, answer])
      try await HTTP2Proxy.run(before: server) { host in
        let tunnel: [RawServer.Step] = [
          .readHead, .send("HTTP/1.1 200 Connection established\r\n\r\n"), .relay(to: host.port),
        ]
        let proxy = try RawServer(tunnel, tunnel)
        unsafe setenv("https_proxy", proxy.url(), 1)
        for hold in [nil, RequestHold(isReleased: true)] {
          let client = try HTTPClient(configuration: HTTPClientConfiguration(certificateFile: host.certificateFile))
          let post = HTTPRequest(
            method: .post, url: "https://gust.test:\(host.port)/", body: Array("speak".utf8), hold: hold)
          let result = try await client.outcome(post).get()
          try #require(result.head.status == 200 && String(decoding: result.collectedBody, as: UTF8.self) == "ok")
        }
        try #require(proxy.requests.allSatisfy { $0.hasPrefix("CONNECT gust.test:\(host.port) ") })
        try #require(server.requests.count == 2 && server.requests.allSatisfy { $0.hasSuffix("speak") })
      }
    }
  }

  /// Nothing listens on port 1. libcurl resolves every name below `localhost` to loopback.
  @Test func deadProxyIsToldFromADeadHost() async {
    await #expect(processExitsWith: .success) {
      unsafe setenv("https_proxy", "http://user:password@127.0.0.1:1", 1)
      unsafe setenv("no_proxy", "direct.localhost", 1)
      let client = try HTTPClient()
      try #require(await client.error(of: "https://gust.test/") == .proxy(reason: "it cannot be reached"))
      try #require(
        await client.error(of: "https://direct.localhost:1/") == .connectionRefused(host: "direct.localhost"))
    }
  }
}
