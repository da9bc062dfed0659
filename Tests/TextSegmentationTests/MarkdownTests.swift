import Testing

@testable import TextSegmentation

/// What is spoken of Markdown: CommonMark's constructs and GitHub's.
struct MarkdownTests {
  @Test(arguments: [
    ("# One\n## Two ##\nText", ["One", "Two", "Text"]), ("Title\n===\nText", ["Title", "Text"]),
    ("*a* **b** ***c*** _d_ __e__", ["a b c d e"]), ("~~gone~~ stays", ["gone stays"]), ("5 * 3 = 15", ["5 * 3 = 15"]),
    ("snake_case_name", ["snake_case_name"]), ("2*3 is six", ["2*3 is six"]),
    ("un*frigging*believable", ["unfriggingbelievable"]),
    ("**open and never closed", ["open and never closed"]), ("\\*stars\\*", ["*stars*"]),
    ("a `code *x*` b", ["a code *x* b"]),
    ("``a `b` c``", ["a `b` c"]), ("an `open one", ["an open one"]), ("[text](https://a.b/c \"title\")", ["text"]),
    ("[a *b* c](x) d", ["a b c d"]), ("![alt text](x.png)", ["alt text"]), ("[![alt](x.png)](y)", ["alt"]),
    ("<https://example.com/a?b=c>", ["example.com"]), ("at https://example.com/a_b_c, see", ["at example.com, see"]),
    ("go to www.example.com/x now", ["go to www.example.com now"]), ("[1] and [x] too", ["[1] and [x] too"]),
    ("```\ncode\n\nmore\n```\nText", ["Text"]), ("~~~sh\nls\n~~~\nText", ["Text"]), ("```\nnever closed\n\nx", []),
    ("````\n```\nx\n````\nText", ["Text"]), ("Text\n\n    code\n\nMore", ["Text", "More"]),
    ("- one\n- two\n  - three", ["one", "two", "three"]), ("1. one\n2) two", ["one", "two"]),
    ("- [ ] open\n- [x] done", ["open", "done"]),
    ("- one\n\n      code\n\n- two", ["one", "two"]), ("- one\n\n  ```\n  code\n  ```\n\n  more", ["one", "more"]),
    ("1. one\n\n    more of one\n\n2. two", ["one", "more of one", "two"]), ("* a\n* b", ["a", "b"]), ("+ a", ["a"]),
    ("| A | B |\n|---|:-:|\n| 1 | 2. |\n|  | 3 |", ["A, B", "1, 2.", "3"]),
    ("a | b is no table", ["a | b is no table"]),
    ("> quoted\n> text\n\nafter", ["quoted text", "after"]),
    ("<b>bold</b> &amp; &lt;x&gt; &eacute;&#233;&#xE9;", ["bold & <x> ééé"]),
    ("a<br>b<br/>c", ["a b c"]), ("<div class=\"x\">\nText\n</div>", ["Text"]),
    ("<script>\nx()\n\ny()\n</script>\nText", ["Text"]),
    ("<script>x()</script>\n\nText", ["Text"]), ("<!-- a\n\nb -->\n\nText", ["Text"]),
    ("Text <!-- a --> more", ["Text  more"]),
    ("a < b and c > d", ["a < b and c > d"]), ("one\n***\ntwo\n\n---\n\nthree", ["one", "two", "three"]),
    ("hard  \nbreak\\\nhere", ["hard break here"]), ("a&#27;[31mb&#0;c", ["a[31mbc"]), ("AT&T R&D", ["AT&T R&D"]),
    ("[ref][1]\n\n[1]: https://a.b", ["[ref][1]"]), ("日本語の*文章*です。", ["日本語の文章です。"]), ("**太字**、そして", ["太字、そして"]),
  ])
  func saysWhatIsMeantToBeRead(markdown: String, expected: [String]) throws {
    #expect(try pieces(markdown, markup: .markdown).texts == expected)
    let pulls = Set(1...max(1, markdown.utf8.count))
    let streamed = try pieces(markdown, pulls: pulls, markup: .markdown)
    #expect(streamed.joined == expected.joined().withoutSpace)
  }

  /// The first clause of a paragraph comes before the paragraph has ended, even with emphasis that is open.
  @Test(arguments: [
    ("**Once upon a time, there", "Once upon a time,"), ("Once [upon](x) a time, there", "Once upon a time,"),
    ("# A title of some\nText", "A title of some"), ("- Once upon a time, there", "Once upon a time,"),
    ("> *Once* upon a `time`, the", "Once upon a time,"),
  ])
  func theFirstClauseComesEarly(markdown: String, expected: String) throws {
    var segmenter = try TextSegmenter(markup: .markdown)
    segmenter.append(markdown.utf8)
    #expect(segmenter.next()?.text == expected)
  }

  /// Nothing is said that more text turns into marks.
  @Test(arguments: [
    "See [the whole long text of it, here", "Use `the code of it, and more, of", "It is <a href=\"of some, length",
    "| Once upon a time, | there was",
  ])
  func whatMayBeAMarkIsWaitedFor(markdown: String) throws {
    var segmenter = try TextSegmenter(markup: .markdown)
    segmenter.append(markdown.utf8)
    #expect(segmenter.next() == nil)
  }

  @Test func rangesAreOfTheSource() throws {
    let text = "# Höhe 👩🏾‍🚀\n\nSome **bold** and [a link](https://x.y), `code`."
    let characters = Array(text)
    let found = try pieces(text, markup: .markdown)
    #expect(
      found.map { String(characters[$0.sourceRange]) } == [
        "Höhe 👩🏾‍🚀", "Some **bold** and [a link](https://x.y), `code`.",
      ])
  }
}
