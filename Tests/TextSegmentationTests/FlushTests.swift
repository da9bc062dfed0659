import Testing

@testable import TextSegmentation

/// What is spoken when the input pauses.
struct FlushTests {
  @Test(arguments: [
    ("The quick brown fo", ["The quick brown"], ["fo"]), ("Hello world.", ["Hello world."], []),
    ("So it was in 2024.", ["So it was in 2024."], []),
    ("It costs 1,", ["It costs"], ["1,"]), ("I met Dr.", ["I met"], ["Dr."]), ("今日は天気", ["今日は"], ["天気"]),
    ("well-kno", [], ["well-kno"]), ("One line\n", ["One line"], []), ("Is it? I", ["Is it?"], ["I"]), ("", [], []),
    ("A line that was filled up to its margin by the\n", ["A line that was filled up to its margin by the"], []),
    ("cafe", [], ["cafe"]), ("at 3:", ["at"], ["3:"]), ("He said: ", ["He said:"], []),
  ])
  func aPauseLetsGoWhatIsNotHalfWritten(text: String, first: [String], second: [String]) throws {
    var segmenter = try TextSegmenter()
    segmenter.append(text.utf8)
    segmenter.flush()
    #expect(segmenter.pull().texts == first)
    segmenter.flush()
    #expect(segmenter.pull().texts == second)
    segmenter.append(" And more.".utf8)
    segmenter.finish()
    #expect(segmenter.pull().texts == ["And more."])
    let isOver = segmenter.isOver
    #expect(isOver)
  }

  @Test func aWordThatWasHeldIsWhole() throws {
    var segmenter = try TextSegmenter()
    segmenter.append("The quick bro".utf8)
    segmenter.flush()
    #expect(segmenter.pull().texts == ["The quick"])
    segmenter.append("wn fox.".utf8)
    segmenter.flush()
    #expect(segmenter.pull() == [TextPiece(text: "brown fox.", sourceRange: 10..<20)])
  }

  @Test(arguments: [
    ("Some *text", ["Some"], ["text"]), ("See [this link](htt", ["See"], ["[this link](htt"]),
    ("It is **bold** now", ["It is bold"], ["now"]),
    ("# Title\n", ["Title"], []), ("Done. ", ["Done."], []), ("Done.", ["Done."], []),
    ("- item one\n- ", ["item one"], []),
  ])
  func markdownPauses(text: String, first: [String], second: [String]) throws {
    var segmenter = try TextSegmenter(markup: .markdown)
    segmenter.append(text.utf8)
    segmenter.flush()
    #expect(segmenter.pull().texts == first)
    segmenter.flush()
    #expect(segmenter.pull().texts == second)
    segmenter.append("\n\nAnd more.".utf8)
    segmenter.finish()
    #expect(segmenter.pull().texts == ["And more."])
  }
}
