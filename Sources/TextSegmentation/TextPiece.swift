/// A piece of a text that is spoken as one utterance.
public struct TextPiece: Sendable, Equatable {
  /// What is spoken: neither empty nor white space only.
  public let text: String
  /// Where it stands in the text as it came, in characters from its start; what is between two pieces is not spoken.
  public let sourceRange: Range<Int>

  /// Makes a piece.
  public init(text: String, sourceRange: Range<Int>) {
    self.text = text
    self.sourceRange = sourceRange
  }
}
