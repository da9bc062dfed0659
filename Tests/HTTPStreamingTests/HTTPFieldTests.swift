import HTTPStreaming
import Testing

/// Secrets stay out of sight, and fields cannot smuggle lines.
@Suite struct HTTPFieldTests {
  @Test(arguments: ["xi-api-key", "XI-API-Key", "Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie"])
  func credentialsNeverShow(name: String) {
    let field = HTTPField(name: name, value: "brz_secret")
    let request = HTTPRequest(method: .get, url: "https://example.test/", fields: [field])
    var dumped = ""
    dump(request, to: &dumped)
    for text in [field.description, field.debugDescription, "\(request)", String(reflecting: request), dumped] {
      #expect(!text.contains("brz_secret"))
      #expect(text.contains(name))
    }
    #expect(field.value == "brz_secret")
  }

  @Test func callerChoosesWhatElseIsSecret() {
    #expect(HTTPField(name: "X-Mine", value: "v", isSecret: true).description == "X-Mine: <redacted>")
    #expect(HTTPField(name: "X-Mine", value: "v").description == "X-Mine: v")
  }

  @Test(arguments: [
    ("X", "a\r\nInjected: b"), ("X", "a\nb"), ("X", "a\rb"), ("X", "a\0b"), ("X", "\u{7F}"), ("", "a"), ("X Y", "a"),
    ("X:", "a"), ("X\r\nY", "a"), ("Xé", "a"),
  ])
  func invalidFieldsAreRefused(name: String, value: String) async throws {
    let server = try RawServer([.readRequest])
    let client = try HTTPClient()
    let request = HTTPRequest(method: .get, url: server.url(), fields: [HTTPField(name: name, value: value)])
    #expect(await client.outcome(request).failure?.error == .invalidField(name: name))
    #expect(server.acceptCount == 0)
  }
}
