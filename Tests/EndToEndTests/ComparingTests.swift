import BreezeSimulator
import Testing

/// The comparisons of the fault matrix notice what they are there for.
@Suite struct ComparingTests {
  private let original: [Int16]

  init() {
    var random = SplitMix64(seed: 1)
    original = (0..<9600).map { _ in Int16.random(in: 1...8000, using: &random) - 4000 }
  }

  /// With so many samples missing in the middle.
  private func spliced(_ missing: Int) -> [Int16] { Array(original[..<4800] + original[(4800 + missing)...]) }

  @Test func aSeamOfOneMillisecondIsInLine() throws {
    try Comparing.expectAligned(Array(repeating: 0, count: 500) + spliced(24), original)
  }

  @Test func aSeamOfTwoMillisecondsIsNot() throws {
    withKnownIssue { try Comparing.expectAligned(spliced(48), original) }
  }

  @Test func whatEndsEarlyIsNotInLine() throws {
    withKnownIssue { try Comparing.expectAligned(Array(original.dropLast(1200)), original) }
  }

  @Test func oneMissingSampleIsHeardInWhatWasDecoded() throws {
    try Comparing.expectDecoded(Array(original.dropFirst(1105)), original)
    withKnownIssue { try Comparing.expectDecoded(spliced(1), original) }
  }

  @Test func moreThanMayBeLostAtASeamIsNoticed() {
    let (begin, end) = (Array(original.prefix(4000)), Array(original.suffix(5500)))
    Comparing.expectSeam(begin, end, original, lost: 100)
    withKnownIssue { Comparing.expectSeam(begin, end, original, lost: 99) }
  }
}
