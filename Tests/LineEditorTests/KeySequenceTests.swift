import Testing

@testable import LineEditor

@Suite struct KeySequenceTests {
  @Test(
    "Between the keys of one command there is no room for anything else",
    arguments: [
      ("a", true), ("\u{1B}", false), ("\u{1B}b", true), ("\u{1B}[", false), ("\u{1B}[A", true), ("\u{1B}[1;5", false),
      ("\u{1B}[1;5C", true), ("\u{1B}O", false), ("\u{1B}OH", true), ("\u{16}", false), ("\u{16}\u{1B}", true),
      ("\u{12}", false), ("\u{12}ab\u{12}\u{8}", false), ("\u{12}ab\r", true), ("\u{12}ab\u{1B}", true), ("ä語", true),
    ])
  func sequences(_ keys: String, _ isComplete: Bool) {
    var sequence = KeySequence()
    for key in keys.unicodeScalars { sequence.note(key) }
    #expect(sequence.isComplete == isComplete)
  }

  @Test(
    "Ctrl-G completes whatever has begun",
    arguments: ["\u{1B}", "\u{1B}[", "\u{1B}[1;5", "\u{1B}O", "\u{16}", "\u{12}ab"])
  func abort(_ keys: String) {
    var sequence = KeySequence()
    for key in keys.unicodeScalars { sequence.note(key) }
    #expect(!sequence.isComplete)
    sequence.note(KeySequence.abort)
    #expect(sequence.isComplete)
  }
}
