import Glibc
import Testing

@testable import LineEditor

@Suite struct TerminalCharacterTests {
  /// What is read of `bytes`, until there are no more.
  private func characters(_ bytes: [UInt8]) -> [TerminalCharacter] {
    var ends: [Int32] = [0, 0]
    guard unsafe pipe(&ends) == 0 else { return [] }
    defer { close(ends[0]) }
    unsafe write(ends[1], bytes, bytes.count)
    close(ends[1])
    var characters: [TerminalCharacter] = []
    repeat { characters.append(TerminalCharacter(from: ends[0])) } while characters.last != .gone
    return characters.dropLast()
  }

  @Test func readsCharactersAndNothingBehindThem() {
    let text = "aä語😀\r"
    #expect(characters(Array(text.utf8)) == text.unicodeScalars.map { .character($0) })
  }

  @Test(
    "What is no UTF-8 is told, and what is behind it read",
    arguments: [[0xFF], [0x80], [0xC0], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80]] as [[UInt8]])
  func invalid(_ bytes: [UInt8]) {
    let found = characters(bytes + Array("abc".utf8))
    #expect(found.first == .invalid)
    #expect(found.last == .character("c"))
  }

  @Test(
    "What does not become a character swallows nothing of what is behind it",
    arguments: [[0xC3], [0xE2, 0x82], [0xF0, 0x9F, 0x98], [0xE9, 0xE8]] as [[UInt8]])
  func incomplete(_ bytes: [UInt8]) {
    #expect(characters(bytes + Array("aä".utf8)) == [.character("a"), .character("ä")])
  }

  @Test("The rest of a character that does not come is not waited for", arguments: [0xC3, 0xE9, 0xF0] as [UInt8])
  func loneBytes(_ byte: UInt8) {
    var ends: [Int32] = [0, 0]
    let made = unsafe pipe(&ends)
    #expect(made == 0)
    defer { for end in ends { close(end) } }
    unsafe write(ends[1], [byte], 1)
    #expect(TerminalCharacter(from: ends[0]) == .invalid)
    unsafe write(ends[1], [UInt8(ascii: "a")], 1)
    #expect(TerminalCharacter(from: ends[0]) == .character("a"))
  }
}
