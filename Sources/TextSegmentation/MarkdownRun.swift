/// A part of what a Markdown parser reads out of a block, in order.
enum MarkdownRun: Equatable {
  /// Text as it stands at these bytes.
  case text(Range<Int>)
  /// Text in which nothing is a mark.
  case code(Range<Int>)
  /// An HTML entity, with its signs.
  case entity(Range<Int>)
  case space
  case cellEnd
  case paragraphEnd
  case linkStart
  case linkEnd
}
