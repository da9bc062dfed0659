import Platform
import PulseHarness
import Testing

@testable import LineEditor

@Suite struct LineHistoryTests {
  private let folder: TemporaryFolder
  private let history: LineHistory

  init() throws {
    folder = try TemporaryFolder()
    history = LineHistory(StateFile(folder: folder.path("gust"), name: "history"))
  }

  @Test func keepsTheLastLinesOfAllWhoAdd() {
    #expect(history.lines().isEmpty)
    history.add("One")
    LineHistory(StateFile(folder: folder.path("gust"), name: "history")).add("Zwei äöü 日本")
    history.add("Three")
    history.add("Three")
    #expect(history.lines() == ["One", "Zwei äöü 日本", "Three"])
  }

  @Test func isBounded() {
    for number in 0..<LineHistory.capacity + 5 { history.add("\(number)") }
    #expect(history.lines().count == LineHistory.capacity)
    #expect(history.lines().first == "5")
    history.add(String(repeating: "x", count: LineHistory.longest + 1))
    #expect(history.lines().last == "\(LineHistory.capacity + 4)")
  }

  @Test(
    "Keys, blanks and what would break the file are not kept",
    arguments: ["", "  ", "brz_0123", "it is BRZ_x", "a\nb", "a\u{1B}[2J"])
  func unfit(_ line: String) {
    history.add(line)
    #expect(history.lines().isEmpty)
  }

  @Test func withoutAFileNothingIsKept() {
    let history = LineHistory(nil)
    history.add("One")
    #expect(history.lines().isEmpty)
  }
}
