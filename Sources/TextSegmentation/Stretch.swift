/// A stretch of one paragraph.
struct Stretch {
  let units: [UInt16]
  /// The number of the character each unit comes from.
  let sources: [Int]
  /// Whether the paragraph is known to end with it.
  var endsParagraph: Bool

  /// Whether a character of the source ends here.
  func isCharacterBorder(_ offset: Int) -> Bool {
    guard offset > 0, offset < units.count else { return true }
    return sources[offset] != sources[offset - 1]
  }

  /// The end of what stands before `offset`, without white space.
  func trimmed(_ offset: Int) -> Int { units.trimmed(offset) }

  /// What is spoken up to `end`; nil when there is nothing to be heard of it.
  func piece(upTo end: Int) -> TextPiece? {
    let end = trimmed(end)
    guard end > 0 else { return nil }
    let text = String(decoding: units[..<end], as: UTF16.self)
    guard text.hasSpeech else { return nil }
    return TextPiece(text: text, sourceRange: sources[0]..<sources[end - 1] + 1)
  }
}

extension [UInt16] {
  /// The end of what stands before `offset`, without white space.
  func trimmed(_ offset: Int) -> Int {
    var end = offset
    while end > 0, self[end - 1].isSpace { end -= 1 }
    return end
  }
}

extension UInt16 {
  /// White space of any kind.
  var isSpace: Bool {
    if self < 0x80 { return self == 0x20 || 0x09...0x0D ~= self }
    return Unicode.Scalar(self)?.properties.isWhitespace ?? false
  }

  var isDigit: Bool { 0x30...0x39 ~= self }

  /// How long it takes to say, in Latin letters: what is written without letters takes a syllable or more for each.
  var weight: Int { self < 0x2E80 ? 1 : 3 }
}

extension String {
  /// Whether there is anything to be heard of it: of punctuation alone there is not.
  package var hasSpeech: Bool { unicodeScalars.contains(where: \.isAudible) }
}

extension Unicode.Scalar {
  /// Whether there is anything to be heard of it: of punctuation there is not.
  var isAudible: Bool {
    switch properties.generalCategory {
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
      .finalPunctuation, .otherPunctuation, .mathSymbol, .modifierSymbol, .spaceSeparator, .lineSeparator,
      .paragraphSeparator, .control, .format, .unassigned, .surrogate, .enclosingMark, .nonspacingMark:
      false
    default: true
    }
  }
}
