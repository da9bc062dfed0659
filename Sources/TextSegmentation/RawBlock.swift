/// Parts of a Markdown text that go on over empty lines and of which nothing is read: fenced code, scripts, comments.
///
/// They are found line by line, so that none of them has to be kept.
enum RawBlock: Sendable, Equatable {
  case fence(mark: UInt8, count: Int)
  case until(String)

  private static let tags = [
    "<script": "</script", "<style": "</style", "<pre": "</pre", "<textarea": "</textarea", "<!--": "-->",
  ]

  /// The part that the line begins, if any. A comment that ends with its line is left to the parser.
  init?(line: ArraySlice<UInt8>) {
    let text = line.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x3E }
    guard let mark = text.first else { return nil }
    let count = text.prefix { $0 == mark }.count
    if count >= 3, mark == 0x7E || mark == 0x60 && !text.dropFirst(count).contains(mark) {
      self = .fence(mark: mark, count: count)
      return
    }
    guard mark == 0x3C else { return nil }
    let start = String(decoding: text.prefix(256), as: UTF8.self).lowercased()
    guard let tag = Self.tags.first(where: { start.hasPrefix($0.key) }) else { return nil }
    self = .until(tag.value)
    if tag.key == "<!--", ends(with: text.dropFirst(4)) { return nil }
  }

  /// Whether the part ends with the line it begins with.
  func isOver(inFirst line: ArraySlice<UInt8>) -> Bool {
    if case .fence = self { return false }
    return ends(with: line)
  }

  /// What has to be kept of the long beginning of a line, so that ``ends(with:)`` says of it and the rest what it would say of
  /// all.
  func remnant(of line: ArraySlice<UInt8>) -> [UInt8] {
    switch self {
    // The line that ends it is short.
    case .fence: [UInt8(ascii: "x")]
    // The end may be cut in two.
    case .until(let end): ends(with: line) ? Array(end.utf8) : Array(line.suffix(16))
    }
  }

  /// Whether the part ends with the line, which it did not begin with.
  func ends(with line: ArraySlice<UInt8>) -> Bool {
    switch self {
    case .fence(let mark, let count):
      let text = line.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x3E }
      let marks = text.prefix { $0 == mark }.count
      return marks >= count && text.dropFirst(marks).allSatisfy { $0 == 0x20 || $0 == 0x09 }
    case .until(let end): return String(decoding: line, as: UTF8.self).lowercased().contains(end)
    }
  }
}
