/// Reads Markdown that is still being written: block by block, and the open one again and again as it grows.
///
/// Keeps one block, which is cut when it gets longer than ``longestBlock``; nothing is kept of fenced code.
struct MarkdownReader: Sendable {
  /// How long a block may get, in bytes.
  private static let longestBlock = 8192

  /// How far what comes next is waited for.
  enum Patience {
    /// More text is coming.
    case word
    /// The text pauses: the last word may be taken if there is nothing of markup about it.
    case marks
    /// It pauses for long.
    case none
  }

  private var block: [UInt8] = []
  /// The number of the character each byte belongs to.
  private var sources: [Int] = []
  private var lineStart = 0
  private var raw: RawBlock?
  /// What comes from this byte, or from before it, was spoken.
  private var spokenUpTo = -1
  private var hasList = false
  private var isAfterEmptyLine = false
  private var hasGrown = false
  /// Within something too long to be kept, of which nothing is read.
  private var overlong: OverlongMarkup?

  /// How many bytes are kept.
  var count: Int { block.count }

  mutating func take(_ scalar: Unicode.Scalar, at source: Int, into spoken: inout SpokenText) {
    if let overlong {
      if overlong.ends(with: scalar) { self.overlong = nil }
      guard self.overlong == nil, scalar.properties.isWhitespace else { return }
    }
    if isAfterEmptyLine, block.count == lineStart, !scalar.properties.isWhitespace {
      close(into: &spoken)
    }
    for byte in UTF8.encode(scalar) ?? .init() {
      block.append(byte)
      sources.append(source)
    }
    hasGrown = true
    if scalar == "\n" { endLine(at: source, into: &spoken) }
    if block.count >= Self.longestBlock { shorten(at: source, into: &spoken) }
  }

  /// Whether no word is half written.
  var endsWithSpace: Bool { block.last.map { $0.isBlank || $0 == 0x0A } ?? true }

  /// Moves to `spoken` what is known of the open block.
  mutating func read(_ patience: Patience, into spoken: inout SpokenText) {
    guard hasGrown || patience != .word, raw == nil else { return }
    hasGrown = false
    let line = block[lineStart...]
    let skipsLine = RawBlock(line: line) != nil || patience != .none && line.allSatisfy(\.isMarkOfLine)
    let text = block[..<(skipsLine ? lineStart : block.count)]
    let limit = patience == .none ? text.count : settled(text, patience)
    let items = MarkdownText(text, isOpen: patience != .none).items
    commit(items, upTo: limit, into: &spoken)
  }

  /// The block has ended.
  mutating func close(into spoken: inout SpokenText) {
    if raw != nil || RawBlock(line: block[lineStart...]) != nil { dropLine() }
    if !block.isEmpty {
      commit(MarkdownText(block[...], isOpen: false).items, upTo: .max, into: &spoken)
      spoken.endParagraph(at: sources.last ?? 0)
    }
    forget(block.count)
    hasList = false
    isAfterEmptyLine = false
  }

  private mutating func endLine(at source: Int, into spoken: inout SpokenText) {
    let line = block[lineStart...].dropLast()
    if let open = raw {
      if open.ends(with: line) { raw = nil }
      dropLine()
    } else if let open = RawBlock(line: line) {
      if !open.isOver(inFirst: line) { raw = open }
      replaceLineByEmptyOne(at: source, into: &spoken)
    } else if line.allSatisfy(\.isBlank) {
      endEmptyLine(into: &spoken)
    } else {
      isAfterEmptyLine = false
      if line.beginsListItem { hasList = true }
      if line.isHeading, !hasList { close(into: &spoken) }
    }
    lineStart = block.count
  }

  private mutating func replaceLineByEmptyOne(at source: Int, into spoken: inout SpokenText) {
    dropLine()
    block.append(0x0A)
    sources.append(source)
    endEmptyLine(into: &spoken)
  }

  /// A list may go on behind it.
  private mutating func endEmptyLine(into spoken: inout SpokenText) {
    if hasList { isAfterEmptyLine = true } else { close(into: &spoken) }
  }

  private mutating func dropLine() {
    block.removeLast(block.count - lineStart)
    sources.removeLast(sources.count - lineStart)
    spokenUpTo = min(spokenUpTo, lineStart - 1)
  }

  /// The block is too long to be kept: its beginning is read as if it were all.
  private mutating func shorten(at source: Int, into spoken: inout SpokenText) {
    if raw == nil, let open = RawBlock(line: block[lineStart...]) {
      let line = block[lineStart...]
      raw = open
      replaceLineByEmptyOne(at: source, into: &spoken)
      lineStart = block.count
      keep(open.remnant(of: line), at: source)
    } else if let raw {
      let line = block[lineStart...]
      guard line.count >= Self.longestBlock else { return }
      dropLine()
      keep(raw.remnant(of: line), at: source)
    } else if let (start, markup) = OverlongMarkup.last(in: block, lineStart: lineStart, from: Self.longestBlock / 2) {
      commit(MarkdownText(block[..<start] + markup.closing, isOpen: false).items, upTo: start, into: &spoken)
      forget(block.count)
      overlong = markup
    } else {
      let space = block.lastIndex { $0.isBlank || $0 == 0x0A }
      let end = space.map { $0 + 1 } ?? block.count
      commit(MarkdownText(block[..<end], isOpen: false).items, upTo: .max, into: &spoken)
      if space != nil { spoken.append(" ", from: sources[end - 1]) }
      forget(end)
    }
  }

  private mutating func keep(_ bytes: [UInt8], at source: Int) {
    block += bytes
    sources += repeatElement(source, count: bytes.count)
  }

  private mutating func forget(_ count: Int) {
    block.removeFirst(count)
    sources.removeFirst(count)
    lineStart = max(0, lineStart - count)
    spokenUpTo = -1
  }

  private mutating func commit(_ items: [MarkdownText.Item], upTo limit: Int, into spoken: inout SpokenText) {
    let from = spokenUpTo
    var new = items.filter { $0.offset > from && $0.offset < limit }
    // What is behind it decides what it is.
    while new.last?.isSeparator ?? false { new.removeLast() }
    for item in new {
      if item.scalar.value == UInt32(SpokenText.paragraphEnd) {
        spoken.endParagraph(at: sources[item.offset])
      } else {
        spoken.append(item.scalar, from: sources[item.offset])
      }
    }
    spokenUpTo = new.last?.offset ?? from
  }

  /// Where the last word begins, if it could still turn out to be something else.
  private func settled(_ text: ArraySlice<UInt8>, _ patience: Patience) -> Int {
    let start = text.lastIndex { $0.isBlank || $0 == 0x0A }.map { $0 + 1 } ?? 0
    if patience == .marks, !text[start...].contains(where: \.isMark) { return text.count }
    return start
  }
}
