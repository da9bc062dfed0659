import Testing

@testable import gust_cli

@Suite struct TextTableTests {
  private func table(_ rows: [[String]]) -> TextTable {
    var table = TextTable([.init("ID", isWhole: true), .init("NAME"), .init("NOTE")])
    for row in rows { table.add(row) }
    return table
  }

  @Test func columnsAreAsWideAsTheirWidestCell() {
    #expect(
      table([["a", "Long name", "x"], ["bcd", "n", ""]]).text(width: nil)
        == "ID   NAME       NOTE\na    Long name  x\nbcd  n")
  }

  @Test func nothingIsCutWithoutAWidth() {
    let long = String(repeating: "x", count: 5000)
    #expect(table([["a", "b", long]]).text(width: nil).contains(long))
  }

  @Test(arguments: 1...60) func noLineIsWiderThanTheTerminalButForWhatIsShownWhole(width: Int) {
    let text = table([["voc_0123456789", "日本語の声 and more", "A long description of it"], ["x", "y", "z"]])
      .text(width: width)
    for line in text.split(separator: "\n") { #expect(line.description.columnCount <= max(width, 14), "\(line)") }
    #expect(text.contains("voc_0123456789"))
  }

  @Test func whatNoCellHoldsHasNoColumn() {
    #expect(table([["a", "", "x"]]).text(width: nil) == "ID  NOTE\na   x")
  }

  @Test(arguments: [
    ("abc", 3), ("日本", 4), ("e\u{301}", 1), ("👍", 2), ("", 0), ("ﾊ", 1), ("한", 2), ("❤\u{FE0F}", 2),
  ]) func columns(text: String, count: Int) {
    #expect(text.columnCount == count)
  }

  @Test(arguments: [
    ("abcdef", 4, "abc…"), ("abc", 5, "abc  "), ("日本語", 4, "日… "), ("日本語", 5, "日本…"), ("ab", 1, "…"),
  ]) func cutting(text: String, width: Int, shown: String) {
    #expect(text.fitted(to: width) == shown && shown.columnCount == width)
  }
}
