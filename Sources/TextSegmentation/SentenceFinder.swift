/// Finds where sentences end, and which of their ends no text to come can move.
struct SentenceFinder: ~Copyable, Sendable {
  /// What might come: the rules tell no more kinds of text apart behind a sentence's end.
  private static let continuations = ["a", "A", "1", ",", ")", ".", " ", "\u{301}"].map { Array($0.utf16) }
  /// Titles before names that ICU's English list lacks.
  private static let titles: Set<String> = ["Dr", "Drs", "St", "Gen", "Gov", "Sen", "Pres", "Messrs", "Mx"]

  private let borders: BreakIterator
  private let knowsTitles: Bool

  init(language: String) throws(TextSegmentationError) {
    borders = try BreakIterator(.sentences, language: language)
    knowsTitles = language.lowercased().hasPrefix("en")
  }

  /// The ends of sentences in the stretch, ascending, without the white space behind them.
  func ends(in stretch: Stretch) -> [Int] {
    var ends = allEnds(in: stretch)
    if stretch.endsParagraph { return ends }
    // An end that is certain makes those before it certain.
    while let last = ends.last, !isCertain(last, in: stretch, from: ends.dropLast().last ?? 0) { ends.removeLast() }
    return ends
  }

  /// Whether a sentence ends with the stretch if another one follows.
  func endsWithSentence(_ stretch: Stretch) -> Bool {
    let end = stretch.trimmed(stretch.units.count)
    let units = Array(stretch.units[..<end]) + " A".utf16
    let longer = Stretch(units: units, sources: Array(units.indices), endsParagraph: true)
    return allEnds(in: longer).contains(end)
  }

  private func allEnds(in stretch: Stretch) -> [Int] {
    var ends: [Int] = []
    var offset = 0
    while offset < stretch.units.count, let next = borders.following(offset, in: stretch.units), next > offset {
      offset = next
      let end = stretch.trimmed(offset)
      guard end > ends.last ?? 0, stretch.isCharacterBorder(end) else { continue }
      if offset == stretch.units.count || !endsWithAbbreviation(stretch.units[..<end]) { ends.append(end) }
    }
    return ends
  }

  private func isCertain(_ end: Int, in stretch: Stretch, from start: Int) -> Bool {
    Self.continuations.allSatisfy { continuation in
      let text = Array(stretch.units[start...] + continuation)
      var offset = 0
      // An abbreviation's end, which is none, may come before.
      while let next = borders.following(offset, in: text), next > offset, next < text.count {
        offset = next
        let trimmed = start + text.trimmed(offset)
        if trimmed == end { return !endsWithAbbreviation(stretch.units[..<end]) }
        if trimmed > end { return false }
      }
      return false
    }
  }

  /// Initials, letters such as "U.S.", and titles.
  private func endsWithAbbreviation(_ units: ArraySlice<UInt16>) -> Bool {
    guard units.last == 0x2E else { return false }
    let word = units.dropLast().reversed().prefix { !$0.isSpace && $0 != 0x2E && $0 != 0x28 }
    let text = String(decoding: word.reversed(), as: UTF16.self)
    if text.unicodeScalars.count == 1 { return text.unicodeScalars.allSatisfy(\.properties.isAlphabetic) }
    return knowsTitles && Self.titles.contains(text)
  }
}
