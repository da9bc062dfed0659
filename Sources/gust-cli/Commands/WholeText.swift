import Gust
import Platform

/// A text that goes into one request: nothing is sent before it has ended.
struct WholeText {
  private let options: SayOptions

  init(_ options: SayOptions) {
    self.options = options
  }

  /// Reads all of it, and leaves out what nobody could speak: control characters, and what is no UTF-8, which is told.
  func read() async throws -> String {
    let bytes = try await source()
    var cleaner = TextCleaner()
    let text = cleaner.clean(bytes) + cleaner.finish()
    let speech = options.markup == .markdown ? try stripped(text) : text.filter { $0 != "\u{FFFD}" }
    guard speech.hasSpeech else { throw PlaybackError.request(.textEmpty) }
    if cleaner.invalidCount > 0, !options.service.isQuiet {
      StandardStream.error.writeLine("gust: \(TextDamage(cleaner.invalidCount).message)")
    }
    return speech
  }

  /// What is left of Markdown: a line for each paragraph, as speech pauses there.
  private func stripped(_ text: String) throws(TextSegmentationError) -> String {
    var segmenter = try TextSegmenter(language: options.languageCode, markup: .markdown)
    var (source, pieces) = ([Character](), [TextPiece]())
    for bytes in Array(text.utf8).chunks(of: 4096) {
      source += segmenter.append(bytes)
      while let piece = segmenter.next() { pieces.append(piece) }
    }
    source += segmenter.finish()
    while let piece = segmenter.next() { pieces.append(piece) }
    var (result, end) = ("", 0)
    for piece in pieces {
      let between = source[end..<max(end, piece.sourceRange.lowerBound)]
      let isNewParagraph = between.contains { !$0.isWhitespace } || between.count(where: \.isNewline) > 1
      result += (result.isEmpty ? "" : isNewParagraph ? "\n" : " ") + piece.text
      end = piece.sourceRange.upperBound
    }
    return result
  }

  private func source() async throws(UsageError) -> [UInt8] {
    switch options.text {
    case .argument(let text):
      return Array(text.utf8)
    case .file(let path):
      if path == "-" { TypedText.explain(options, "Type the text, and end it with Ctrl-D on a line of its own.") }
      do {
        return try await readWholeFile(path, limit: SpeechRequest.maximumTextBytes)
      } catch {
        throw UsageError("\(path.asInput) \(error.reason).")
      }
    }
  }
}

/// Bytes of a text that were no text.
struct TextDamage {
  private let count: Int

  init(_ count: Int) {
    self.count = count
  }

  /// One sentence for people.
  var message: String {
    let places = count == 1 ? "one place, which was" : "\(count) places, which were"
    return "The text is not UTF-8 in \(places) left out."
  }
}

/// A text that somebody types.
enum TypedText {
  /// Tells who sits at the terminal what is waited for.
  static func explain(_ options: SayOptions, _ text: String) {
    guard StandardStream.input.isTerminal, !options.service.isQuiet else { return }
    StandardStream.error.writeLine("gust: \(text)")
  }
}

extension String {
  /// The file of that name, as sentences begin with it.
  var asInput: String { self == "-" ? "Standard input" : "The file \(self)" }
}

extension Array {
  fileprivate func chunks(of size: Int) -> some Sequence<ArraySlice<Element>> {
    stride(from: 0, to: count, by: size).lazy.map { self[$0..<Swift.min($0 + size, count)] }
  }
}
