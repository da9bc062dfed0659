/// What is not read of a Markdown text and may be longer than what is kept of it: addresses that hold a whole image, mostly.
enum OverlongMarkup: Sendable, Equatable {
  /// That of a link or an image, behind its text.
  case address
  /// Between angle brackets.
  case bareAddress
  /// That which a link's name stands for, with the name.
  case definition
  /// A tag of HTML.
  case tag

  /// What `block`, whose last line begins at `lineStart`, ends in the midst of, and where that begins: nil unless its last
  /// word has `least` bytes.
  static func last(
    in block: [UInt8], lineStart: Int, from least: Int
  ) -> (start: Int, markup: OverlongMarkup)? {
    let word = block.lastIndex { $0.isBlank || $0 == 0x0A }.map { $0 + 1 } ?? 0
    guard block.count - word >= least else { return nil }
    if block[lineStart...].definesLink { return (lineStart, .definition) }
    if let tag = block[lineStart...].openTag { return (tag, .tag) }
    return block[word...].openAddress
  }

  /// What stands behind its beginning, so that all before is read as what it is.
  var closing: [UInt8] { self == .address ? [UInt8(ascii: ")")] : [] }

  /// Whether it ends with `scalar`.
  func ends(with scalar: Unicode.Scalar) -> Bool {
    switch self {
    case .address: scalar == ")" || scalar.properties.isWhitespace
    case .bareAddress: scalar == ">" || scalar.properties.isWhitespace
    case .definition: scalar == "\n"
    case .tag: scalar == ">" || scalar == "\n"
    }
  }
}

extension ArraySlice<UInt8> {
  /// Whether the line says what a link's name stands for: `[name]: address`.
  fileprivate var definesLink: Bool {
    let text = drop { $0.isBlank }
    guard text.first == UInt8(ascii: "["), let end = text.firstIndex(of: UInt8(ascii: "]")) else { return false }
    return text[(end + 1)...].first == UInt8(ascii: ":")
  }

  /// Where a tag with attributes begins that is not over.
  fileprivate var openTag: Int? {
    guard let start = lastIndex(of: UInt8(ascii: "<")), !self[start...].contains(UInt8(ascii: ">")) else { return nil }
    let name = self[(start + 1)...].prefix { $0 | 0x20 >= UInt8(ascii: "a") && $0 | 0x20 <= UInt8(ascii: "z") }
    return !name.isEmpty && self[name.endIndex...].first == UInt8(ascii: " ") ? start : nil
  }

  /// Where in the word an address begins that is not over: behind `](`, or with `<` and a scheme.
  fileprivate var openAddress: (start: Int, markup: OverlongMarkup)? {
    for index in indices.reversed() {
      switch self[index] {
      case UInt8(ascii: ")"), UInt8(ascii: ">"): return nil
      case UInt8(ascii: "<") where self[(index + 1)...].beginsWithScheme: return (index, .bareAddress)
      case UInt8(ascii: "(") where index > startIndex && self[index - 1] == UInt8(ascii: "]"):
        return (index + 1, .address)
      default: continue
      }
    }
    return nil
  }

  /// RFC 3986, 3.1, of 2 to 32 characters, as CommonMark wants them between angle brackets.
  private var beginsWithScheme: Bool {
    let scheme = prefix(33).prefix { $0 != UInt8(ascii: ":") }
    guard 2...32 ~= scheme.count, scheme.endIndex < endIndex else { return false }
    return scheme.allSatisfy { byte in
      let letter = byte | 0x20
      return UInt8(ascii: "a")...UInt8(ascii: "z") ~= letter || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
        || "+-.".utf8.contains(byte)
    }
  }
}
