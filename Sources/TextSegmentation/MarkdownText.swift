/// The text that is spoken of a block of Markdown.
struct MarkdownText {
  struct Item {
    /// ``SpokenText/paragraphEnd`` between paragraphs.
    let scalar: Unicode.Scalar
    /// The byte of the block it comes from, or stands before.
    let offset: Int
    /// Put in between what stands in the block.
    let isSeparator: Bool
  }

  private enum Separator {
    case space
    case cell
    case paragraph
  }

  private(set) var items: [Item] = []

  private let block: ArraySlice<UInt8>
  private let isOpen: Bool
  private var pending: Separator?
  /// Where the last text ended.
  private var position = 0
  private var isInLink = false
  /// Within a bare address, of which only the host is spoken; and whether that is over.
  private var isInAddress = false
  private var isBehindHost = false

  /// Reads a block. Of one that is still `isOpen`, only what no text to come can change.
  init(_ block: ArraySlice<UInt8>, isOpen: Bool) {
    self.block = block
    self.isOpen = isOpen
    for run in MarkdownParser.runs(block) {
      guard take(run) else { break }
    }
  }

  /// False when no more of the block can be known yet.
  private mutating func take(_ run: MarkdownRun) -> Bool {
    switch run {
    case .text(let range): return takeText(range)
    case .code(let range): append(range)
    case .entity(let range): takeEntity(range)
    case .space: separate(by: .space)
    case .cellEnd: separate(by: .cell)
    case .paragraphEnd: separate(by: .paragraph)
    case .linkStart: isInLink = true
    case .linkEnd:
      isInLink = false
      isInAddress = false
    }
    return true
  }

  private mutating func takeText(_ range: Range<Int>) -> Bool {
    var start = range.lowerBound
    if isInLink, let host = hostStart(range) {
      isInAddress = true
      isBehindHost = false
      start = host
    }
    let isEscaped = range.lowerBound > 0 && block[range.lowerBound - 1] == UInt8(ascii: "\\")
    for (scalar, offset) in scalars(start..<range.upperBound) {
      if !isInAddress, scalar.isASCII, !(isEscaped && offset == range.lowerBound) {
        switch MarkdownMarks.meaning(of: block, at: offset) {
        case .text: break
        case .dropped: continue
        case .open where isOpen: return false
        case .open: if scalar == "`" { continue }
        }
      }
      if isInAddress, skipsAddress(scalar) { continue }
      append(scalar, at: offset)
    }
    position = range.upperBound
    return true
  }

  private mutating func takeEntity(_ range: Range<Int>) {
    let text = String(decoding: block[range], as: UTF8.self)
    if let scalar = HTMLEntity.scalar(text) { append(scalar, at: range.lowerBound) }
    position = range.upperBound
  }

  private mutating func append(_ range: Range<Int>) {
    for (scalar, offset) in scalars(range) { append(scalar, at: offset) }
    position = range.upperBound
  }

  private mutating func append(_ scalar: Unicode.Scalar, at offset: Int) {
    if let pending, !items.isEmpty {
      let text: String.UnicodeScalarView =
        switch pending {
        case .paragraph: "\u{2029}".unicodeScalars
        case .cell: endsWithPunctuation ? " ".unicodeScalars : ", ".unicodeScalars
        case .space: " ".unicodeScalars
        }
      for scalar in text { items.append(Item(scalar: scalar, offset: position, isSeparator: true)) }
    }
    pending = nil
    items.append(Item(scalar: scalar, offset: offset, isSeparator: false))
  }

  /// A new paragraph outdoes a cell, and a cell a space.
  private mutating func separate(by separator: Separator) {
    switch (separator, pending) {
    case (.space, nil), (.cell, nil), (.cell, .space), (.paragraph, _): pending = separator
    default: break
    }
  }

  private var endsWithPunctuation: Bool {
    items.last.map { ".,;:!?。、，；：！？…".unicodeScalars.contains($0.scalar) } ?? false
  }

  private func hostStart(_ range: Range<Int>) -> Int? {
    let bytes = block[range]
    for scheme in ["https://", "http://", "ftp://", "www."] where bytes.starts(with: scheme.utf8) {
      return scheme == "www." ? range.lowerBound : range.lowerBound + scheme.utf8.count
    }
    return nil
  }

  private mutating func skipsAddress(_ scalar: Unicode.Scalar) -> Bool {
    if scalar == " " { isInAddress = false }
    if "/?#:".unicodeScalars.contains(scalar) { isBehindHost = true }
    return isInAddress && isBehindHost
  }

  private func scalars(_ range: Range<Int>) -> [(Unicode.Scalar, Int)] {
    var offset = range.lowerBound
    return String(decoding: block[range], as: UTF8.self).unicodeScalars.map { scalar in
      defer { offset += UTF8.width(scalar) }
      return (scalar, offset)
    }
  }
}
