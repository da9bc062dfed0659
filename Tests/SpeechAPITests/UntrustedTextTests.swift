import JSON
import SpeechAPI
import TestSupport
import Testing

/// What a hostile or broken server says must not reach the terminal, nor give the key away.
@Suite struct UntrustedTextTests {
  @Test(arguments: [
    ("\u{1B}]0;title\u{7}\u{1B}[2Jgone", "]0;title[2Jgone"), ("a\u{9B}31mb\u{85}c", "a31mb c"),
    ("x\u{202E}dcba\u{202C}y", "xdcbay"), ("zero\u{200B}width\u{2066}", "zerowidth"),
    ("two\r\nlines\ttab", "two lines tab"),
    ("del\u{7F}ete", "delete"), ("line\u{2028}sep\u{2029}", "line sep"), ("grüße 👍 日本", "grüße 👍 日本"),
    ("tag\u{E0041}s", "tags"), ("private\u{E000}", "private"),
    ("h\u{FE0F}i\u{3164}d\u{34F}den", "hidden"), ("c\u{301}", "c\u{301}"),
  ])
  func controlsAreRemoved(raw: String, shown: String) throws {
    let body = JSONValue.object(["detail": .string(raw), "meta": .object([raw: .array([.string(raw)])])]).encoded()
    let error = SpeechServiceError(head: head(400), body: body, redacting: try makeKey())
    #expect(error.detail == shown)
    #expect(error.meta == .object([shown: .array([.string(shown)])]))
    #expect(error.message.isTerminalSafe)
  }

  @Test func textIsBounded() throws {
    let error = try serviceError(
      400,
      #"{"code":"\#(String(repeating: "C", count: 999))","detail":"\#(String(repeating: "e\u{301}", count: 9999))"}"#)
    #expect(error.detail?.unicodeScalars.count == 501)
    #expect(error.code?.unicodeScalars.count == 65)
  }

  @Test(arguments: [
    testKey, "key \(testKey) is wrong", "\(testKey)\(testKey)", "\(testKey)\u{301}", "e\(testKey)\u{20E3}",
    "brz_0123\u{200B}456789abcdef", "brz_0123\u{FE00}456789abcdef", "brz_0123\u{1B}456789abcdef",
    String(repeating: "x", count: 490) + testKey,
  ])
  func theKeyIsRemovedWhereverItIsEchoed(echo: String) throws {
    let json = JSONValue.object([
      "code": .string(echo), "detail": .string(echo),
      "meta": .object([echo: .string(echo), "field": .string(echo), "msg": .string(echo)]),
    ]).encoded()
    let fields = ["content-type": echo, "location": "https://\(echo)/\(echo)", "x-breeze-sample-rate": echo]
    let key = try makeKey()
    for status in [200, 302, 400] {
      for body in [json, Array(echo.utf8), Array("<title>\(echo)</title>".utf8)] {
        let error = SpeechServiceError(head: head(status, fields), body: body, redacting: key)
        for text in ["\(error)", String(reflecting: error), "\(String(describing: error.meta))"] {
          #expect(!Array(text.utf8).contains(Array(testKey.utf8)))
          #expect(!text.contains("456789abcdef"))
        }
      }
    }
  }

  @Test func theKeyIsRemovedFromAudioFaults() throws {
    let key = try makeKey("brz_UPPERcase")
    for fields in [
      ["content-type": "application/json; brz_UPPERcase"],
      ["content-type": "audio/pcm", "x-breeze-channels": "brz_UPPERcase"],
    ] {
      let error = try #require(throws: SpeechServiceError.self) {
        try AudioReply(head: head(200, fields), requested: .mp3, redacting: key)
      }
      #expect(!error.message.lowercased().contains("brz_uppercase"))
      #expect(error.message.contains("•••"))
    }
  }

  @Test func randomBodiesNeverCrashAndAreAlwaysSafe() throws {
    var random = SeededGenerator(seed: 2026)
    let key = try makeKey()
    let seed = Array(
      #"{"ok":false,"code":"X","detail":[{"loc":["body",1],"msg":"\ud83d\ude00"}],"meta":{"a":[1e3,null]}}"#.utf8)
    for round in 0..<4000 {
      let body: [UInt8]
      if round.isMultiple(of: 2) {
        body = (0..<Int.random(in: 0...200, using: &random)).map { _ in .random(in: 0...255, using: &random) }
      } else {
        var mutated = seed
        for _ in 0..<Int.random(in: 1...4, using: &random) {
          mutated[Int.random(in: 0..<mutated.count, using: &random)] = .random(in: 0...255, using: &random)
        }
        body = Array(mutated.prefix(Int.random(in: 0...mutated.count, using: &random)))
      }
      let status = Int.random(in: 0...700, using: &random)
      let error = SpeechServiceError(head: head(status), body: body, redacting: key)
      #expect(error.message.isTerminalSafe, "round \(round)")
      #expect(error.message.unicodeScalars.count < 1500, "round \(round)")
    }
  }
}
