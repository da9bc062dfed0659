/// Cuts a text that is still being written into pieces to be spoken one after the other.
///
/// Bytes go in as they come, cut anywhere; a piece is asked for when there is room to fetch its sound, and is then as large
/// as is good: the first one a clause, so that sound starts early, the second a sentence, the later ones as many whole
/// sentences of a paragraph as are there, up to some hundred letters. No piece reaches beyond its paragraph, and none is
/// longer than ``longestPiece``: a sentence that is gets cut at a clause, else a word, else a character.
///
/// A sentence has ended when no text to come could change that: "Dr." may be followed by a name, "3." by "5". So a piece
/// waits for the beginning of what follows, or for ``flush()`` or ``finish()``.
///
/// Memory is bounded if nothing is appended while ``isFull``. A value of one thread at a time.
package struct TextSegmenter: ~Copyable, Sendable {
  /// How long a piece's text may be, in UTF-16 units.
  package static let longestPiece = PieceGrowth.longest
  /// How much text waits, in UTF-16 units, when the segmenter says that it is full.
  package static let capacity = 16384

  /// What ICU looks at: a longest piece, and enough behind it to know how it ends.
  private static let window = longestPiece + 200

  private var cleaner = TextCleaner()
  private var characters = CharacterCounter()
  private var lines = PlainLines()
  private var markdown: MarkdownReader?
  private var spoken = SpokenText()
  private var growth = PieceGrowth.first
  /// How much of what waits may go, though more could come.
  private var released = 0
  private var hasGrown = false
  private var hasFinished = false
  private let sentences: SentenceFinder
  private let words: BreakIterator

  /// Makes a segmenter at the start of a text. The first one in a program loads ICU, and md4c for Markdown.
  ///
  /// - Parameters:
  ///   - language: The text's language (BCP 47, "de-CH"), for its abbreviations; English if not known.
  ///   - markup: How the text is written.
  package init(language: String? = nil, markup: Markup = .plain) throws(TextSegmentationError) {
    let language = language ?? "en"
    if markup == .markdown { try SegmentationLibrary.loadMD4C() }
    // The members only when nothing can fail any more.
    let sentences = try SentenceFinder(language: language)
    let words = try BreakIterator(.words, language: language)
    self.sentences = sentences
    self.words = words
    markdown = markup == .markdown ? MarkdownReader() : nil
  }

  /// Whether nothing should be appended before pieces were taken out.
  package var isFull: Bool { spoken.count >= Self.capacity }

  /// How much waits, in UTF-16 units and, of Markdown's open block, in bytes.
  var waiting: Int { spoken.count + (markdown?.count ?? 0) }

  /// Whether the text has ended and ``next(soon:)`` has nothing more to give.
  package var isOver: Bool { hasFinished && spoken.isEmpty }

  /// How many U+FFFD stand in the text for bytes that were no UTF-8. They are shown, and not spoken.
  package var invalidCount: Int { cleaner.invalidCount }

  /// How many control characters and characters of escape sequences were taken out of the text.
  package var removedCount: Int { cleaner.removedCount }

  /// Takes all of `bytes`, at best no more than some ten thousand.
  ///
  /// - Returns: What they said, clean enough for any terminal, before any markup is taken out.
  ///   ``TextPiece/sourceRange`` counts the characters of all that was returned.
  @discardableResult
  package mutating func append(_ bytes: some Sequence<UInt8>) -> String {
    let text = cleaner.clean(bytes)
    take(text)
    return text
  }

  /// Says that the input pauses: what is there may be spoken now, but for a word that may be half written. A second call
  /// without any text in between lets that go, too.
  package mutating func flush() {
    lines.flush(into: &spoken)
    markdown?.read(hasGrown ? .marks : .none, into: &spoken)
    released = hasGrown ? max(released, settled) : spoken.count
    hasGrown = false
  }

  /// Says that the text has ended, and returns what its last bytes said.
  @discardableResult
  package mutating func finish() -> String {
    let text = cleaner.finish()
    take(text)
    lines.flush(into: &spoken)
    markdown?.close(into: &spoken)
    hasFinished = true
    released = spoken.count
    return text
  }

  /// Takes out the next piece.
  ///
  /// - Parameter soon: Whether sound is wanted soon, as nothing is playing any more: the piece is as small as the first.
  /// - Returns: Nil if the text that is there does not hold one yet, or none any more.
  package mutating func next(soon: Bool = false) -> TextPiece? {
    if soon { growth = .first }
    markdown?.read(.word, into: &spoken)
    while true {
      let waiting = spoken.count
      let stretch = spoken.stretch(limit: Self.window)
      released -= min(released, waiting - spoken.count)
      guard let end = end(of: stretch) else { return nil }
      spoken.drop(end)
      released -= min(released, end)
      guard let piece = stretch.piece(upTo: end) else { continue }
      growth = growth.next
      return piece
    }
  }

  private mutating func take(_ text: String) {
    for scalar in text.unicodeScalars {
      let source = characters.number(of: scalar)
      if markdown?.take(scalar, at: source, into: &spoken) == nil { lines.take(scalar, at: source, into: &spoken) }
    }
    if !text.isEmpty { hasGrown = true }
  }

  /// Where the next piece ends; nil if that is not known yet.
  private func end(of stretch: Stretch) -> Int? {
    let count = stretch.units.count
    guard count > 0 else { return nil }
    var stretch = stretch
    if !stretch.endsParagraph { stretch.endsParagraph = released >= count && count < Self.window }
    let weights = stretch.units.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.weight) }
    let ends = sentences.ends(in: stretch)
    let clauses = growth == .first || weights[count] > PieceGrowth.longest ? Clauses.ends(in: stretch) : []
    if let end = growth.end(sentences: ends, clauses: clauses, weight: { weights[$0] }) { return end }
    if weights[count] > growth.limit {
      let reach = weights.lastIndex { $0 <= growth.limit } ?? 1
      return Cut.end(of: stretch, within: reach, clauses: clauses, words: words)
    }
    return released > 0 ? min(released, count) : nil
  }

  /// How much of what waits does not end within a word.
  private var settled: Int {
    if let markdown, markdown.endsWithSpace { return spoken.count }
    let tail = spoken.tail(limit: Self.window)
    return spoken.count - tail.units.count + Cut.settled(in: tail, sentences: sentences, words: words)
  }
}
