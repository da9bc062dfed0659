/// The text that is to be spoken and has not been handed out, in UTF-16 as ICU wants it.
struct SpokenText: Sendable {
  /// Stands between paragraphs.
  static let paragraphEnd: UInt16 = 0x2029

  private var units: [UInt16] = []
  /// The number of the character each unit comes from.
  private var sources: [Int] = []
  /// What stands before was handed out; it is removed now and then.
  private var head = 0

  var count: Int { units.count - head }
  var isEmpty: Bool { count == 0 }

  mutating func append(_ scalar: Unicode.Scalar, from source: Int) {
    guard scalar != .replacement else { return }
    for unit in UTF16.encode(scalar) ?? .init() {
      units.append(unit)
      sources.append(source)
    }
  }

  mutating func endParagraph(at source: Int) {
    guard !isEmpty, units.last != Self.paragraphEnd else { return }
    units.append(Self.paragraphEnd)
    sources.append(source)
  }

  /// What the next piece is cut from: at most `limit` units, and nothing beyond the paragraph.
  mutating func stretch(limit: Int) -> Stretch {
    dropLeadingSpace()
    let all = units[head...]
    let end = all.prefix(limit).firstIndex(of: Self.paragraphEnd)
    let range = head..<(end ?? min(units.count, head + limit))
    return Stretch(units: Array(units[range]), sources: Array(sources[range]), endsParagraph: end != nil)
  }

  /// The end of the text: at most `limit` units of the last paragraph.
  func tail(limit: Int) -> Stretch {
    var start = units.count
    while start > head, units.count - start < limit, units[start - 1] != Self.paragraphEnd { start -= 1 }
    return Stretch(units: Array(units[start...]), sources: Array(sources[start...]), endsParagraph: false)
  }

  mutating func drop(_ count: Int) {
    head += count
    guard head >= 4096 || head == units.count else { return }
    units.removeFirst(head)
    sources.removeFirst(head)
    head = 0
  }

  private mutating func dropLeadingSpace() {
    var end = head
    while end < units.count, units[end].isSpace { end += 1 }
    drop(end - head)
  }
}
