/// Takes out of a text what a terminal would obey or what hides how the text goes: control characters, escape sequences
/// (ECMA-48) and what turns the direction of writing. Tabs stay; every way to end a line becomes one line feed.
struct ControlFilter: Sendable {
  /// How many scalars were taken out.
  private(set) var removedCount = 0

  private enum State {
    case text
    case afterReturn
    case escape
    case sequence
    /// A string for the terminal, such as a window's title, and how long it is by now.
    case string(length: Int, sawEscape: Bool)
  }
  /// An unfinished string for the terminal must not swallow the whole text.
  private static let longestString = 1024

  private var state = State.text

  mutating func take(_ scalar: Unicode.Scalar, into text: inout String.UnicodeScalarView) {
    switch state {
    case .text: takeText(scalar, into: &text)
    case .afterReturn:
      state = .text
      if scalar != "\n" { takeText(scalar, into: &text) }
    case .escape: takeEscape(scalar, into: &text)
    case .sequence: takeSequence(scalar, into: &text)
    case .string(let length, let sawEscape): takeString(scalar, length, sawEscape, into: &text)
    }
  }

  private mutating func takeText(_ scalar: Unicode.Scalar, into text: inout String.UnicodeScalarView) {
    switch scalar.value {
    case 0x0D:
      state = .afterReturn
      text.append("\n")
    case 0x0A, 0x0B, 0x0C, 0x85, 0x2028: text.append("\n")
    case 0x2029: text.append(contentsOf: "\n\n".unicodeScalars)
    case 0x09: text.append(scalar)
    case 0x1B: remove(and: .escape)
    case 0x9B: remove(and: .sequence)
    case 0x90, 0x98, 0x9D, 0x9E, 0x9F: remove(and: .string(length: 0, sawEscape: false))
    // Controls, embeddings and overrides of direction, deprecated format characters, the byte order mark.
    case ..<0x20, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x206F, 0xFEFF: remove(and: .text)
    default: text.append(scalar)
    }
  }

  private mutating func takeEscape(_ scalar: Unicode.Scalar, into text: inout String.UnicodeScalarView) {
    switch scalar.value {
    case 0x5B: remove(and: .sequence)
    case 0x50, 0x58, 0x5D, 0x5E, 0x5F: remove(and: .string(length: 0, sawEscape: false))
    case 0x20...0x2F: remove(and: .escape)
    case 0x30...0x7E: remove(and: .text)
    default: leave(scalar, into: &text)
    }
  }

  private mutating func takeSequence(_ scalar: Unicode.Scalar, into text: inout String.UnicodeScalarView) {
    switch scalar.value {
    case 0x20...0x3F: remove(and: .sequence)
    case 0x40...0x7E: remove(and: .text)
    default: leave(scalar, into: &text)
    }
  }

  private mutating func takeString(
    _ scalar: Unicode.Scalar, _ length: Int, _ sawEscape: Bool, into text: inout String.UnicodeScalarView
  ) {
    switch scalar.value {
    case 0x07, 0x18, 0x1A, 0x9C: remove(and: .text)
    case 0x5C where sawEscape: remove(and: .text)
    case 0x0A, 0x0D: leave(scalar, into: &text)
    default:
      if length >= Self.longestString { return leave(scalar, into: &text) }
      remove(and: .string(length: length + 1, sawEscape: scalar.value == 0x1B))
    }
  }

  private mutating func remove(and next: State) {
    removedCount += 1
    state = next
  }

  /// Not part of the sequence: it is cut short, as a terminal does.
  private mutating func leave(_ scalar: Unicode.Scalar, into text: inout String.UnicodeScalarView) {
    state = .text
    takeText(scalar, into: &text)
  }
}
