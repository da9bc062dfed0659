/// Makes paragraphs of the lines of a plain text.
///
/// ICU ends a sentence with every line, which is right for a list and wrong for a letter that was filled up to a margin.
struct PlainLines: Sendable {
  /// The widths, in columns, of lines that look filled up to a margin.
  private static let filled = 40...100

  private var width = 0
  /// The character that ended a filled line, while the next line has not begun.
  private var pendingEnd: Int?

  mutating func take(_ scalar: Unicode.Scalar, at source: Int, into spoken: inout SpokenText) {
    if scalar == "\n" { return endLine(at: source, into: &spoken) }
    if let end = pendingEnd {
      if scalar.mayContinueLine { spoken.append(" ", from: end) } else { spoken.endParagraph(at: end) }
      pendingEnd = nil
    }
    // Nearly all that lies above is two columns wide.
    width += scalar.value < 0x1100 ? 1 : 2
    spoken.append(scalar, from: source)
  }

  /// No next line is waited for.
  mutating func flush(into spoken: inout SpokenText) {
    guard let end = pendingEnd else { return }
    spoken.endParagraph(at: end)
    pendingEnd = nil
  }

  private mutating func endLine(at source: Int, into spoken: inout SpokenText) {
    if Self.filled.contains(width) {
      pendingEnd = source
    } else {
      spoken.endParagraph(at: source)
      pendingEnd = nil
    }
    width = 0
  }
}

extension Unicode.Scalar {
  /// Whether a line that begins with it may go on with the sentence of the line before.
  fileprivate var mayContinueLine: Bool {
    if properties.isWhitespace { return false }
    return !"-*+#>|=_~•‣◦▪·–—".unicodeScalars.contains(self)
  }
}
