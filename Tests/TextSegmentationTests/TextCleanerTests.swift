import TestSupport
import Testing

@testable import TextSegmentation

struct TextCleanerTests {
  @Test(arguments: [
    [0x61, 0xFF, 0x62], [0xC0, 0x80], [0xE2, 0x82], [0xE2, 0x82, 0x41], [0xED, 0xA0, 0x80], [0xF0, 0x9F, 0x98],
    [0xF5, 0x80, 0x80, 0x80], [0xF0, 0x9F, 0xE2, 0x82, 0xAC], [0xF4, 0x90, 0x80, 0x80], [0xE0, 0x9F, 0xBF],
    [0x80, 0x80],
    Array("aé€😀".utf8),
  ])
  func bytesAreReadAsTheStandardLibraryDoes(bytes: [UInt8]) {
    let expected = String(decoding: bytes, as: UTF8.self)
    for cut in 0...bytes.count {
      var cleaner = TextCleaner()
      let text = cleaner.clean(bytes[..<cut]) + cleaner.clean(bytes[cut...]) + cleaner.finish()
      #expect(text == expected)
      #expect(cleaner.invalidCount == expected.unicodeScalars.count { $0 == "\u{FFFD}" })
    }
  }

  @Test func randomBytesAreReadAsTheStandardLibraryDoes() {
    var random = SeededGenerator(seed: 11)
    for _ in 0..<2000 {
      // No C0 nor C1 controls, which are taken out.
      let bytes = (0..<12).map { _ in UInt8.random(in: 0x30...0xFF, using: &random) }.filter {
        $0 != 0x7F && $0 != 0xC2
      }
      var cleaner = TextCleaner()
      let text = cleaner.clean(bytes) + cleaner.finish()
      let expected = String(decoding: bytes, as: UTF8.self)
      #expect(text == expected || cleaner.removedCount > 0)
    }
  }

  @Test(arguments: [
    ("a\u{1B}[31mred\u{1B}[0m b", "ared b"), ("\u{1B}]0;title\u{07}text", "text"),
    ("\u{1B}]8;;http://x\u{1B}\\link", "link"),
    ("\u{9B}1mx", "x"), ("\u{1B}(Bx", "x"), ("a\u{1B}", "a"), ("\u{1B}]unended\nnext line", "\nnext line"),
    ("a\0b\u{07}\u{08}c\u{7F}", "abc"), ("tab\there\nand\r\nthere\ragain", "tab\there\nand\nthere\nagain"),
    ("\u{FEFF}bom \u{202E}evil\u{202C} \u{2066}x\u{2069}", "bom evil x"), ("a\u{0C}b\u{85}c\u{2028}d", "a\nb\nc\nd"),
    ("\u{1B}[3é", "é"), ("\u{1B}[1\nx", "\nx"), ("\u{1B}Pdcs\u{1B}\\ok", "ok"),
  ])
  func nothingGetsThroughThatATerminalObeys(text: String, expected: String) {
    let bytes = Array(text.utf8)
    for cut in 0...bytes.count {
      var cleaner = TextCleaner()
      #expect(cleaner.clean(bytes[..<cut]) + cleaner.clean(bytes[cut...]) + cleaner.finish() == expected)
      if text != expected, !text.contains("\t"), !text.contains("\u{85}") { #expect(cleaner.removedCount > 0) }
    }
  }

  /// A program that forgot to end its window's title does not silence the text.
  @Test func anUnfinishedSequenceSwallowsLittle() {
    var cleaner = TextCleaner()
    let text = cleaner.clean(("\u{1B}]0;" + String(repeating: "x", count: 5000)).utf8)
    #expect(text.utf8.count > 3900)
  }

  @Test func whatCannotBeReadIsShownAndNotSpoken() throws {
    var segmenter = try TextSegmenter()
    #expect(segmenter.append(Array("caf".utf8) + [0xE9] + Array(" au\0 lait".utf8)) == "caf\u{FFFD} au lait")
    segmenter.finish()
    #expect(segmenter.pull().texts == ["caf au lait"])
    let counts = [segmenter.invalidCount, segmenter.removedCount]
    #expect(counts == [1, 1])
  }
}
