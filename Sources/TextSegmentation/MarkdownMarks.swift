/// What is to be done with a character that md4c left in the text.
///
/// Marks of emphasis without a partner are dropped like those with one. So it does not matter whether the partner is still
/// to come, and text can be spoken before its paragraph has ended. What a partner to come would change stops the text.
enum MarkdownMarks {
  enum Meaning {
    case text
    case dropped
    /// What follows is not known before more of the block has come.
    case open
  }

  static func meaning(of block: ArraySlice<UInt8>, at offset: Int) -> Meaning {
    switch block[offset] {
    case UInt8(ascii: "*"), UInt8(ascii: "_"): emphasis(block, offset)
    case UInt8(ascii: "~"): run(block, offset).count >= 2 ? .dropped : .text
    case UInt8(ascii: "`"): .open
    case UInt8(ascii: "["): isClosedBracket(block, offset) ? .text : .open
    case UInt8(ascii: "!"): byte(block, offset + 1) == UInt8(ascii: "[") ? meaning(of: block, at: offset + 1) : .text
    case UInt8(ascii: "<"): opensTag(block, offset) ? .open : .text
    // Ends its line, if another one follows.
    case UInt8(ascii: "\\"): byte(block, offset + 1) ?? 0x0A == 0x0A ? .open : .text
    // The line below decides whether it is a table's.
    case UInt8(ascii: "|"): block[offset...].count { $0 == 0x0A } < 2 ? .open : .text
    default: .text
    }
  }

  private static func emphasis(_ block: ArraySlice<UInt8>, _ offset: Int) -> Meaning {
    let run = run(block, offset)
    let before = byte(block, run.lowerBound - 1)
    let after = byte(block, run.upperBound)
    if isSpace(before), isSpace(after) { return .text }
    guard isLetter(before), isLetter(after) else { return .dropped }
    return block[offset] == UInt8(ascii: "_") ? .text : .open
  }

  private static func isClosedBracket(_ block: ArraySlice<UInt8>, _ offset: Int) -> Bool {
    var depth = 0
    for index in offset..<block.endIndex {
      if block[index] == UInt8(ascii: "[") { depth += 1 }
      if block[index] == UInt8(ascii: "]") { depth -= 1 }
      guard depth == 0 else { continue }
      guard let next = byte(block, index + 1) else { return false }
      return !"([:".utf8.contains(next)
    }
    return false
  }

  private static func opensTag(_ block: ArraySlice<UInt8>, _ offset: Int) -> Bool {
    guard let next = byte(block, offset + 1) else { return true }
    let mayOpen = isLetter(next) || "/!?".utf8.contains(next)
    return mayOpen && !block[offset...].contains(UInt8(ascii: ">"))
  }

  private static func run(_ block: ArraySlice<UInt8>, _ offset: Int) -> Range<Int> {
    var start = offset
    while let before = byte(block, start - 1), before == block[offset] { start -= 1 }
    var end = offset + 1
    while let after = byte(block, end), after == block[offset] { end += 1 }
    return start..<end
  }

  private static func byte(_ block: ArraySlice<UInt8>, _ index: Int) -> UInt8? {
    block.indices.contains(index) ? block[index] : nil
  }

  private static func isSpace(_ byte: UInt8?) -> Bool {
    guard let byte else { return true }
    return byte <= 0x20
  }

  private static func isLetter(_ byte: UInt8?) -> Bool {
    guard let byte else { return false }
    return byte >= 0x80 || 0x30...0x39 ~= byte || 0x41...0x5A ~= byte & 0xDF
  }
}
