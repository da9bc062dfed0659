import Testing

@testable import TextSegmentation

/// Where a text is cut, and when that is known.
struct SegmentationTests {
  @Test(arguments: [
    ("I met Dr. Smith and Mrs. Jones today. They left.", ["I met Dr. Smith and Mrs. Jones today.", "They left."]),
    ("It costs 1,000 dollars at 3:15 or so. Yes.", ["It costs 1,000 dollars at 3:15 or so.", "Yes."]),
    ("Things, e.g. this one. No.", ["Things, e.g. this one.", "No."]),
    ("The U.S. Army was there. It left.", ["The U.S. Army was there.", "It left."]),
    ("Pi is 3.14159 and a bit. Is it?", ["Pi is 3.14159 and a bit.", "Is it?"]),
    ("She said: \"Come in now!\" Then he left.", ["She said: \"Come in now!\"", "Then he left."]),
    (
      "He waited for a while... and then he left the house.",
      ["He waited for a while...", "and then he left the house."]
    ),
    ("Once upon a time, there was a king. He was old.", ["Once upon a time,", "there was a king. He was old."]),
    ("Once upon a time — long ago — there was a king.", ["Once upon a time —", "long ago — there was a king."]),
    ("There was a king; he was very old.", ["There was a king;", "he was very old."]),
    ("昔々あるところに、おじいさんがいました。おしまい。", ["昔々あるところに、", "おじいさんがいました。おしまい。"]),
    ("今天天气很好，我们去公园吧！他说好。", ["今天天气很好，", "我们去公园吧！他说好。"]),
    ("Hello, you.", ["Hello, you."]), ("One\n\nTwo\nThree", ["One", "Two", "Three"]),
    (
      "A line that was filled up to its margin by the\nprogram. And more.",
      ["A line that was filled up to its margin by the program.", "And more."]
    ),
    (
      "A line that was filled up to its margin, but the next\n- is an item",
      ["A line that was filled up to its margin, but the next", "- is an item"]
    ),
    ("--- ... ***", []), ("  \n\t ", []), ("", []),
  ])
  func cutsWhereAListenerWouldPause(text: String, expected: [String]) throws {
    #expect(try pieces(text).texts == expected)
  }

  @Test func abbreviationsAreTheLanguages() throws {
    let text = "Das ist der Brief des Hrn. Maier an uns. Ja."
    #expect(try pieces(text, language: "de-AT").texts == ["Das ist der Brief des Hrn. Maier an uns.", "Ja."])
    #expect(try pieces(text, language: "en").texts == ["Das ist der Brief des Hrn.", "Maier an uns. Ja."])
  }

  @Test(arguments: ["xx", "zh-Hant-TW", "tlh", "a@b;rm", "", "../../etc", String(repeating: "a", count: 9000)])
  func anyLanguageWillDo(language: String) throws {
    #expect(try pieces("One is here. Two is there.", language: language).joined == "Oneishere.Twoisthere.")
  }

  /// After how many characters of the text a piece is there.
  @Test(arguments: [
    ("Once upon a time, there", "Once upon a time,", 18), ("There was a king. He was", "There was a king.", 19),
    ("Was there a king? Yes", "Was there a king?", 19), ("昔々あるところに、おじいさん", "昔々あるところに、", 10),
    ("There was a king\n\nHe", "There was a king", 17), ("Pay 1,000 to the king, or", "Pay 1,000 to the king,", 23),
    ("It is 3 p.m. (or so) and the sun, it shines", "It is 3 p.m. (or so) and the sun,", 34),
    ("Is **it bold, or** not", "Is **it bold, or** not", 22),
  ])
  func aPieceComesAsSoonAsItIsCertain(text: String, expected: String, after count: Int) throws {
    var segmenter = try TextSegmenter()
    var arrived: (String, Int)?
    for (index, character) in text.enumerated() where arrived == nil {
      segmenter.append(String(character).utf8)
      if let piece = segmenter.next() { arrived = (piece.text, index + 1) }
    }
    if arrived == nil {
      segmenter.finish()
      arrived = segmenter.next().map { ($0.text, text.count) }
    }
    #expect(arrived?.0 == expected)
    #expect(arrived?.1 == count)
  }

  @Test func piecesGrow() throws {
    let sentence = "This is a sentence of some length, which says a thing. "
    let found = try pieces(String(repeating: sentence, count: 40))
    #expect(found[0].text == "This is a sentence of some length,")
    #expect(found[1].text == "which says a thing. This is a sentence of some length, which says a thing.")
    #expect(found[2...].dropLast().allSatisfy { 240...300 ~= $0.text.count && $0.text.hasSuffix(".") })
  }

  @Test func soundThatIsWantedSoonBeginsSmall() throws {
    var segmenter = try TextSegmenter()
    segmenter.append(String(repeating: "This is a sentence of some length, which says a thing. ", count: 20).utf8)
    segmenter.finish()
    _ = (0..<3).map { _ in segmenter.next() }
    #expect(segmenter.next(soon: true)?.text == "This is a sentence of some length,")
  }

  @Test func aSentenceThatIsTooLongIsCutAtAClauseOrAWord() throws {
    let clauses = try pieces(String(repeating: "and so it went on, ", count: 200))
    #expect(clauses.allSatisfy { $0.text.hasSuffix("on,") })
    let words = try pieces(String(repeating: "word ", count: 500))
    #expect(words.allSatisfy { $0.text.hasPrefix("word") && $0.text.hasSuffix("word") })
    let thai = try pieces(String(repeating: "สวัสดี", count: 200))
    #expect(thai.count > 2)
    #expect(thai.allSatisfy { $0.text.hasPrefix("สวัสดี") && $0.text.hasSuffix("สวัสดี") })
  }
}
