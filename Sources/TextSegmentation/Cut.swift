/// Where a text is cut that has no better border.
enum Cut {
  /// The end of a piece of a sentence that is too long, at most `reach` units of it.
  static func end(of stretch: Stretch, within reach: Int, clauses: [Int], words: borrowing BreakIterator) -> Int {
    let reach = max(1, min(reach, stretch.units.count))
    if let clause = clauses.last(where: { $0 <= reach && $0 >= reach / 4 }) { return clause }
    let space = (reach / 2..<reach).last { stretch.units[$0].isSpace }
    if let space { return space }
    // Languages without white space; a border before it may be within a word that is written with a hyphen.
    if let word = words.preceding(reach, in: stretch.units), word > reach / 2, stretch.isCharacterBorder(word) {
      return word
    }
    if let character = (1...reach).last(where: stretch.isCharacterBorder) { return character }
    // A character without end; only its halves in UTF-16 stay together.
    return reach > 1 && UTF16.isLeadSurrogate(stretch.units[reach - 1]) ? reach - 1 : reach
  }

  /// How much of the end of a text is no part of a word, number or abbreviation that may not be all there.
  static func settled(
    in tail: Stretch, sentences: borrowing SentenceFinder, words: borrowing BreakIterator
  ) -> Int {
    let count = tail.units.count
    guard let last = tail.units.last, !last.isSpace, isOpen(tail, last, sentences, words) else { return count }
    var start = words.preceding(count, in: tail.units) ?? 0
    while start > 0, !tail.units[start - 1].isSpace, tail.units[start - 1] < 0x80 || !tail.isCharacterBorder(start) {
      start -= 1
    }
    return start
  }

  private static func isOpen(
    _ tail: Stretch, _ last: UInt16, _ sentences: borrowing SentenceFinder, _ words: borrowing BreakIterator
  ) -> Bool {
    if last == 0x2E { return !sentences.endsWithSentence(tail) }
    if last == 0x2C || last == 0x3A { return tail.units.dropLast().last?.isDigit ?? false }
    return words.endsWithWord(tail.units)
  }
}
