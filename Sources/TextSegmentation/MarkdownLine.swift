extension UInt8 {
  var isBlank: Bool { self == 0x20 || self == 0x09 }

  /// Whether a word that it stands in may become a link, an entity or emphasis.
  fileprivate static let marks = Set("*_~`[]<>&\\|@:/#".utf8)
  var isMark: Bool { Self.marks.contains(self) }

  /// Whether a line of nothing else may become a rule, an underline, a table's head, or an item's or heading's mark.
  fileprivate static let lineMarks = Set("-=|:#*_+>~` \t.)0123456789".utf8)
  var isMarkOfLine: Bool { Self.lineMarks.contains(self) }
}

extension ArraySlice<UInt8> {
  /// Whether the line, of any depth, has an item's mark.
  var beginsListItem: Bool {
    let text = drop { $0.isBlank || $0 == UInt8(ascii: ">") }
    guard let first = text.first else { return false }
    if "-*+".utf8.contains(first) { return text.dropFirst().first?.isBlank ?? true }
    let digits = text.prefix { 0x30...0x39 ~= $0 }.count
    guard 1...9 ~= digits, let mark = text.dropFirst(digits).first else { return false }
    return mark == UInt8(ascii: ".") || mark == UInt8(ascii: ")")
  }

  /// Whether the line is a heading by itself.
  var isHeading: Bool {
    let indent = prefix { $0 == 0x20 }.count
    let text = dropFirst(indent)
    let level = text.prefix { $0 == UInt8(ascii: "#") }.count
    return indent < 4 && 1...6 ~= level && text.dropFirst(level).first?.isBlank ?? true
  }
}
