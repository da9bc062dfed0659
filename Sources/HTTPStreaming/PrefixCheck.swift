/// Compares the beginning of a body with what was remembered of an earlier one.
package struct PrefixCheck: Sendable {
  /// What can be told of the two.
  package enum Verdict: Sendable {
    /// Alike so far; more bytes are needed.
    case open
    /// The body begins with the same bytes.
    case alike
    /// It does not.
    case different
  }

  private let expected: ByteDigest
  private var seen = ByteDigest()

  /// Makes a check against all the bytes of `expected`.
  package init(_ expected: ByteDigest) {
    self.expected = expected
  }

  /// Looks at the next bytes of the body, and returns how many of them belong to its beginning. The others are news, once
  /// the verdict is `alike`.
  package mutating func take(_ bytes: RawSpan) -> Int {
    let part = bytes.extracting(first: min(bytes.byteCount, expected.count - seen.count))
    seen.add(part)
    return part.byteCount
  }

  /// What can be told by now.
  package var verdict: Verdict {
    if seen.count == expected.count { return seen == expected ? .alike : .different }
    return expected.first.starts(with: seen.first) ? .open : .different
  }
}
