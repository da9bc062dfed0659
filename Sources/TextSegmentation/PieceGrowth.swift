/// How large a piece may be: the first one is small, so that sound starts early, and the later ones large, so that they
/// sound as they are meant. All numbers are weights: how many Latin letters take as long to say.
enum PieceGrowth: Sendable {
  case first
  case second
  case later

  /// Said in about a second: by then the next piece's sound is there.
  static let enough = 16
  /// A sentence that is said while the third piece is fetched.
  static let sentence = 40
  /// What several sentences are put together to, at most.
  static let several = 300
  /// What is longer is cut wherever it can be.
  static let longest = 600
  /// The first piece does not wait for the end of a clause that is longer.
  static let longestFirst = 160

  var limit: Int { self == .first ? Self.longestFirst : Self.longest }

  var next: PieceGrowth { self == .first ? .second : .later }

  /// Where a piece that begins with a text ends, of the ends of sentences and clauses in it, both ascending; nil if none
  /// will do yet.
  func end(sentences: [Int], clauses: [Int], weight: (Int) -> Int) -> Int? {
    switch self {
    case .first: firstEnd(sentences, clauses, weight)
    case .second:
      sentences.first { weight($0) >= Self.sentence && weight($0) <= limit }
        ?? sentences.last { weight($0) < Self.sentence }
    case .later:
      sentences.last { weight($0) <= Self.several } ?? sentences.first { weight($0) <= limit }
    }
  }

  private func firstEnd(_ sentences: [Int], _ clauses: [Int], _ weight: (Int) -> Int) -> Int? {
    let sentence = sentences.first { weight($0) >= Self.enough && weight($0) <= limit }
    let clause = clauses.first { weight($0) >= Self.enough && weight($0) <= limit }
    if let clause, clause < sentence ?? .max {
      // What is left of a sentence is no crumb.
      guard let sentence, weight(sentence) - weight(clause) < Self.enough else { return clause }
    }
    return sentence ?? sentences.last { weight($0) < Self.enough }
  }
}
