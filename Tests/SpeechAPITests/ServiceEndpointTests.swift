import SpeechAPI
import Testing

@Suite struct ServiceEndpointTests {
  @Test func standardIsWhatParsingItsURLGives() throws {
    #expect(try ServiceEndpoint("https://api.breeze.blue") == .standard)
  }

  @Test(arguments: [
    ("https://api.breeze.blue/", "https://api.breeze.blue", "api.breeze.blue"),
    ("HTTPS://API.Breeze.Blue", "https://api.breeze.blue", "api.breeze.blue"),
    ("https://example.com:8443/tts/v2//", "https://example.com:8443/tts/v2", "example.com"),
    ("http://localhost:8080", "http://localhost:8080", "localhost"),
    ("http://127.0.0.1", "http://127.0.0.1", "127.0.0.1"),
    ("http://127.255.1.9:1/", "http://127.255.1.9:1", "127.255.1.9"),
    ("http://[::1]:65535/x", "http://[::1]:65535/x", "[::1]"),
    ("https://[2001:db8::1]", "https://[2001:db8::1]", "[2001:db8::1]"),
  ])
  func accepts(base: String, url: String, host: String) throws {
    let endpoint = try ServiceEndpoint(base)
    #expect(endpoint.url == url)
    #expect(endpoint.host == host)
    #expect(endpoint.isLoopback == (url.hasPrefix("http://")))
  }

  @Test(arguments: [
    "http://api.breeze.blue", "http://127.0.0.1.evil.com", "http://localhost.evil.com", "http://localhost.",
    "http://128.0.0.1", "http://0127.0.0.1", "http://127.0.0.01", "http://127.1", "http://127.0.0.256",
    "http://127.0.0.1.", "http://2130706433", "http://[::2]", "http://[::ffff:127.0.0.1]", "http://0x7f.0.0.1",
  ])
  func refusesPlainHTTPToOthers(base: String) {
    #expect(throws: ServiceEndpointError.plainHTTPBeyondLoopback) { try ServiceEndpoint(base) }
  }

  @Test(
    arguments: [
      ("", .schemeMissing), ("api.breeze.blue", .schemeMissing), ("//api.breeze.blue", .schemeMissing),
      ("ftp://host", .schemeUnsupported), ("file:///etc/passwd", .schemeUnsupported), ("://host", .schemeUnsupported),
      ("https://user@host", .userInfo), ("https://user:secret@host", .userInfo),
      ("http://localhost@evil.com", .userInfo), ("https://host?x=1", .queryOrFragment),
      ("https://host/#x", .queryOrFragment), ("https://host:0", .portInvalid), ("https://host:65536", .portInvalid),
      ("https://host:", .portInvalid), ("https://host:8o", .portInvalid), ("https://host:+80", .portInvalid),
      ("https://host/a/../b", .pathUnusable), ("https://host/%2e%2e", .pathUnusable),
      ("https://host/a{b}", .pathUnusable),
      ("https://", .malformed), ("https:///x", .malformed), ("https://ho st", .malformed),
      ("https://h\u{F6}st", .malformed),
      ("https://host\r\nX: y", .malformed), ("https://evil.com\\@api.breeze.blue", .malformed),
      ("https://[::1", .malformed),
      ("https://[]", .malformed), ("https://[::1]evil.com", .malformed), ("https://a%2eb", .malformed),
      ("https://" + String(repeating: "a", count: 2048), .malformed),
    ] as [(String, ServiceEndpointError)])
  func refuses(base: String, error: ServiceEndpointError) {
    #expect(throws: error) { try ServiceEndpoint(base) }
  }

  @Test func errorsDoNotRepeatThePassword() {
    #expect {
      try ServiceEndpoint("https://user:secret@host")
    } throws: { error in
      !"\(error)".contains("secret") && "\(error)".contains("remove")
    }
  }
}
