import SpeechAPI
import TestSupport
import Testing

@Suite struct SuggestedFilenameTests {
  private func name(_ raw: String) throws -> String? { SuggestedFilename(raw, redacting: try makeKey())?.text }

  @Test(arguments: [
    ("speech.mp3", "speech.mp3"), ("../../etc/passwd", "passwd"), ("/etc/cron.d/job", "job"), ("a\\b\\c.wav", "c.wav"),
    ("..\\..\\x.mp3", "x.mp3"), (".bashrc", "bashrc"), ("...hidden", "hidden"), ("-rf.mp3", "rf.mp3"),
    ("a\u{0}b\r\nc\u{1B}[2J.mp3", "ab c[2J.mp3"), ("exe\u{202E}3pm.mp3", "exe3pm.mp3"), (" name .mp3 ", "name .mp3"),
    ("name.", "name"), ("name. . ", "name"), ("grüße 日本.mp3", "grüße 日本.mp3"), ("~", "~"), ("C:\\x.mp3", "x.mp3"),
    ("key \(testKey).mp3", "key •••.mp3"),
  ])
  func isOneSafeComponent(raw: String, expected: String) throws {
    #expect(try name(raw) == expected)
  }

  @Test(arguments: ["", ".", "..", "../", "a/", "a/..", "\\", "/", "\u{7}", " . ", "---", "\u{202E}"])
  func nothingIsLeft(raw: String) throws {
    #expect(try name(raw) == nil)
  }

  @Test(arguments: ["e", "é", "日", "👩‍👩‍👧‍👦"]) func aLongNameKeepsItsExtension(character: String) throws {
    let short = try #require(try name(String(repeating: character, count: 1000) + ".mp3"))
    #expect(short.utf8.count <= 200 && short.utf8.count > 180 && short.hasSuffix(".mp3"))
    let bare = try #require(try name("x." + String(repeating: character, count: 1000)))
    #expect(bare.utf8.count <= 200)
  }

  @Test func randomNamesStayInTheirFolder() throws {
    var random = SeededGenerator(seed: 7)
    let pool = Array("./\\-~ a\u{0}\u{1B}\u{9B}\u{202E}é\n".unicodeScalars)
    for _ in 0..<5000 {
      var raw = String.UnicodeScalarView()
      for _ in 0..<Int.random(in: 0...12, using: &random) {
        raw.append(pool[Int.random(in: 0..<pool.count, using: &random)])
      }
      guard let name = try name(String(raw)) else { continue }
      #expect(!name.contains("/") && !name.contains("\\") && name.isTerminalSafe)
      #expect(name.first != "." && name.first != "-" && !name.isEmpty)
    }
  }
}
