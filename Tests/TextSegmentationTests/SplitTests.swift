import TestSupport
import Testing

@testable import TextSegmentation

/// However the bytes of a text are cut, the pieces are the same, and nothing of it is lost.
struct SplitTests {
  @Test(arguments: Corpus.texts + [Corpus.markdown], [Markup.plain, .markdown])
  func everySplitGivesTheSamePieces(text: String, markup: Markup) throws {
    let whole = try pieces(text, markup: markup)
    #expect(!whole.isEmpty)
    for cut in 1..<text.utf8.count where try pieces(text, cuts: [cut], markup: markup) != whole {
      Issue.record("cut at \(cut): \(try pieces(text, cuts: [cut], markup: markup).texts)")
    }
  }

  @Test(arguments: Corpus.texts + [Corpus.markdown], [Markup.plain, .markdown])
  func theSamePullsGiveTheSamePieces(text: String, markup: Markup) throws {
    var random = SeededGenerator(seed: 7)
    let count = text.utf8.count
    for _ in 0..<20 {
      let pulls = Set((0..<6).map { _ in Int.random(in: 1..<count, using: &random) })
      let whole = try pieces(text, pulls: pulls, markup: markup)
      let cuts = Set((0..<20).map { _ in Int.random(in: 1..<count, using: &random) })
      #expect(try pieces(text, cuts: cuts, pulls: pulls, markup: markup) == whole, "\(pulls.sorted()) \(cuts.sorted())")
    }
  }

  @Test(arguments: Corpus.texts)
  func nothingIsLost(text: String) throws {
    var random = SeededGenerator(seed: 3)
    var cleaner = TextCleaner()
    let clean = cleaner.clean(text.utf8)
    let characters = Array(clean)
    for round in 0..<30 {
      let pulls = Set((0..<round).map { _ in Int.random(in: 1..<text.utf8.count, using: &random) })
      let found = try pieces(text, pulls: pulls)
      #expect(found.joined == clean.withoutSpace)
      for piece in found {
        #expect(String(characters[piece.sourceRange]).replacing("\n", with: " ") == piece.text)
      }
      #expect(zip(found, found.dropFirst()).allSatisfy { $0.sourceRange.upperBound <= $1.sourceRange.lowerBound })
    }
  }

  /// What is spoken of Markdown while it is written is what is spoken of all of it.
  @Test func markdownIsReadAlikeHoweverItComes() throws {
    let whole = try pieces(Corpus.markdown, markup: .markdown)
    for step in [1, 2, 3, 5, 11, 40] {
      let pulls = Set(stride(from: step, to: Corpus.markdown.utf8.count, by: step))
      #expect(try pieces(Corpus.markdown, pulls: pulls, markup: .markdown).joined == whole.joined, "step \(step)")
    }
  }
}
