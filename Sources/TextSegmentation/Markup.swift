/// How a text is written.
public enum Markup: Sendable, Equatable {
  /// Nothing but text. A line that looks filled up to a margin (40 to 100 columns) goes on in the next one; any other line's
  /// end, an empty line, an indented line and a list item's mark begin a new paragraph.
  case plain
  /// CommonMark with GitHub's tables, task lists and bare links, of which only what is meant to be read stays: links and
  /// images leave their text, addresses their host, tables their cells, row by row; marks, tags and blocks of code go.
  case markdown
}
