/// A claim, held against what was measured.
struct Verdict: Codable, Equatable {
  enum Outcome: String, Codable {
    case met, missed
    /// What it needs was not there to be measured.
    case open
  }

  let claim: String
  let outcome: Outcome
  /// The numbers that decide it.
  let figures: String

  init(_ claim: String, _ outcome: Outcome, _ figures: String) {
    self.claim = claim
    self.outcome = outcome
    self.figures = figures
  }

  init(_ claim: String, isMet: Bool, _ figures: String) {
    self.init(claim, isMet ? .met : .missed, figures)
  }
}
