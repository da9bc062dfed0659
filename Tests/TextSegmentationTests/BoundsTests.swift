import Testing

@testable import TextSegmentation

/// Memory does not follow the length of the text.
struct BoundsTests {
  /// Feeds `unit` again and again until `bytes` were read, as a program does that stops reading when the segmenter is full.
  private func feed(
    _ unit: String, bytes count: Int, markup: Markup = .plain
  ) throws -> (units: Int, longest: Int, largest: Int, pieces: Int) {
    var segmenter = try TextSegmenter(markup: markup)
    let chunk = Array(String(repeating: unit, count: max(1, 4096 / unit.utf8.count)).utf8)
    var result = (units: 0, longest: 0, largest: 0, pieces: 0)
    var fed = 0
    while fed < count {
      if !segmenter.isFull {
        segmenter.append(chunk)
        fed += chunk.count
        result.largest = max(result.largest, segmenter.waiting)
        continue
      }
      take(&segmenter, &result)
    }
    segmenter.finish()
    while !segmenter.isOver { take(&segmenter, &result) }
    return result
  }

  private func take(
    _ segmenter: inout TextSegmenter, _ result: inout (units: Int, longest: Int, largest: Int, pieces: Int)
  ) {
    guard let piece = segmenter.next() else { return }
    result.pieces += 1
    result.units += piece.text.utf16.count { !$0.isSpace }
    result.longest = max(result.longest, piece.text.utf16.count)
  }

  @Test(
    arguments: ["word ", "x", "a long clause, ", "漢", "A sentence. ", "é", "e\u{301}", "👨‍👩‍👧 "], [Markup.plain, .markdown])
  func aLineWithoutEnd(unit: String, markup: Markup) throws {
    let length = 200_000
    let result = try feed(unit, bytes: length, markup: markup)
    let chunk = max(1, 4096 / unit.utf8.count)
    let chunks = (length + chunk * unit.utf8.count - 1) / (chunk * unit.utf8.count)
    #expect(result.units == chunks * chunk * unit.utf16.count { !$0.isSpace })
    #expect(result.longest <= TextSegmenter.longestPiece)
    #expect(result.largest <= TextSegmenter.capacity + 16384)
  }

  @Test func aLineOfTenMegabytes() throws {
    let result = try feed("It goes on and on and ", bytes: 10 << 20)
    #expect(result.units >= (10 << 20) * 16 / 22)
    #expect(result.longest <= TextSegmenter.longestPiece)
    #expect(result.largest <= TextSegmenter.capacity + 4096)
  }

  /// One character of Unicode, and a pair of surrogates is never cut.
  @Test(arguments: ["\u{301}", "\u{1F468}\u{200D}", "\u{1D165}", "[", "*", "`", "<", "&", "|"])
  func aCharacterWithoutEnd(unit: String) throws {
    for markup in [Markup.plain, .markdown] {
      var segmenter = try TextSegmenter(markup: markup)
      var text = ""
      for _ in 0..<40 {
        segmenter.append(("a" + String(repeating: unit, count: 500)).utf8)
        while let piece = segmenter.next() { text += piece.text }
        let waiting = segmenter.waiting
        #expect(waiting <= TextSegmenter.capacity + 16384)
      }
      segmenter.finish()
      while let piece = segmenter.next() { text += piece.text }
      #expect(text.unicodeScalars.count { $0 == "a" } == 40)
      #expect(!text.unicodeScalars.contains("\u{FFFD}"))
    }
  }

  @Test func codeWithoutEndIsNotKept() throws {
    var segmenter = try TextSegmenter(markup: .markdown)
    segmenter.append("Look:\n\n```\n".utf8)
    for _ in 0..<200 { segmenter.append(String(repeating: "let x = 1 ", count: 500).utf8) }
    let waiting = segmenter.waiting
    #expect(waiting <= 9000)
    segmenter.append("\n```\nAfter it.".utf8)
    segmenter.finish()
    #expect(segmenter.pull().texts == ["Look:", "After it."])
  }

  private static let image = String(repeating: "iVBORw0KGgoAAAANSUhEUgAA/+", count: 2000)

  @Test(arguments: [
    ("![a picture](data:image/png;base64,\(image)==)\n\nDone.", ["a picture", "Done."]),
    ("See [this](data:image/png;base64,\(image)==) and go on.", ["See this", "and go on."]),
    ("See <data:image/png;base64,\(image)> and go on.", ["See", "and go on."]),
    ("Text.\n\n[image1]: <data:image/png;base64,\(image)>\n\nDone.", ["Text.", "Done."]),
    ("Text.\n\n[image1]: data:image/png;base64,\(image)\nDone.", ["Text.", "Done."]),
    ("See <img alt=\"x\" src=\"data:image/png;base64,\(image)\" width=\"9\"> and go on.", ["See", "and go on."]),
    ("Text\n<script>\(image)</script>\(image)\nDone.", ["Text", "Done."]),
    ("<!-- \(image) -->\(image)\nDone.", ["Done."]),
    ("<script>\n</script>\(String(repeating: "你", count: 2728))a\nDone.", ["Done."]),
    ("<script>\n\(String(repeating: "é", count: 8191))</script>\nDone.", ["Done."]),
    ("```\n\(image)```\n\(image)\n```\nDone.", ["Done."]),
  ])
  func whatIsNotReadMayBeOfAnyLength(markdown: String, expected: [String]) throws {
    for chunk in [61, 1000, 8192, markdown.utf8.count] {
      var segmenter = try TextSegmenter(markup: .markdown)
      var texts: [String] = []
      var bytes = Array(markdown.utf8)[...]
      while !bytes.isEmpty {
        segmenter.append(bytes.prefix(chunk))
        bytes = bytes.dropFirst(chunk)
        while let piece = segmenter.next() { texts.append(piece.text) }
        let waiting = segmenter.waiting
        #expect(waiting <= TextSegmenter.capacity + 16384)
      }
      segmenter.finish()
      while let piece = segmenter.next() { texts.append(piece.text) }
      #expect(texts.joined().withoutSpace == expected.joined().withoutSpace)
    }
  }

  @Test func codeBehindALongListEndsWithItsFence() throws {
    let list = "- " + String(repeating: "word ", count: 1635) + "word\n"
    let markdown = list + "  ```\n  let x = 1\n  ```\n\nDone."
    let texts = try pieces(markdown, markup: .markdown).texts
    #expect(texts.last == "Done.")
    #expect(!texts.joined().contains("let"))
  }
}
