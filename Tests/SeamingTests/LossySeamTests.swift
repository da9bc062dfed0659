import AudioTypes
import Seaming
import Testing

@testable import BreezeSimulator

/// The same sound through different encoders.
@Suite struct LossySeamTests {
  @Test(arguments: [600, 1200, 5000, 17_123, 24_000, 30_001, 40_400, 55_000])
  func anMP3IsFollowedByOneOfAnotherRate(cut: Int) throws {
    let sound = Sound.speechLike(60_000)
    let (first, second) = (try Sound.lossy(sound, kilobits: 64), try Sound.lossy(sound, kilobits: 128))
    let between = Self.trueLag(first, second)
    let joint = Joint(first, cut: cut, second)
    #expect(abs(joint.lag() - between) <= 1, "not \(between): \(joint.seam)")
    #expect(joint.seam.basis == .correlation)
    try Self.expectNoClick(first, second, cut, joint)
  }

  @Test func realSpeechIsFollowedWhereverItIsCut() throws {
    let text = "Never losing the sentence: sixty-six small seashells, hushed; a long pause... and then the rest of it."
    let sound = try SpeechSynthesizer.samples(for: SpeechSynthesizer.Request(text: text, voice: "en"))
    try #require(sound.count > 72_000)
    let (first, second) = (try Sound.lossy(sound, kilobits: 64), try Sound.lossy(sound, kilobits: 128))
    let lag = Self.trueLag(first, second)
    for cut in stride(from: 3001, to: first.count - 6000, by: 9973) {
      let joint = Joint(first, cut: cut, second)
      #expect(abs(joint.lag() - lag) <= 1, "not \(lag) at \(cut): \(joint.seam)")
      try Self.expectNoClick(first, second, cut, joint)
    }
  }

  @Test func whatWasNeverEncodedIsFollowedByAnMP3AndTheOtherWayRound() throws {
    let sound = Sound.speechLike(60_000, seed: 3)
    let mp3 = try Sound.lossy(sound, kilobits: 32)
    let lag = Self.trueLag(sound, mp3)
    for cut in [9000, 24_000, 37_777] {
      let there = Joint(sound, cut: cut, mp3)
      #expect(abs(there.lag() - lag) <= 1, "not \(lag): \(there.seam)")
      try Self.expectNoClick(sound, mp3, cut, there)
      let back = Joint(mp3, cut: cut, sound)
      #expect(abs(back.lag() + lag) <= 1, "not \(lag): \(back.seam)")
      try Self.expectNoClick(mp3, sound, cut, back)
    }
  }

  /// How much later `second` has what `first` has, found the long way: by the least difference over a whole second.
  private static func trueLag(_ first: [Int16], _ second: [Int16]) -> Int {
    func difference(_ lag: Int) -> Int {
      stride(from: 12_000, to: 36_000, by: 3).reduce(0) { sum, index in
        let step = Int(first[index]) - Int(second[index + lag])
        return sum + step * step
      }
    }
    return (-1200...1200).min { difference($0) < difference($1) } ?? 0
  }

  /// The second difference of a signal is what makes a click: at the seam it must be no larger than it is around it.
  private static func expectNoClick(_ first: [Int16], _ second: [Int16], _ cut: Int, _ joint: Joint) throws {
    // The first frame behind the seam carries over the difference that both have in the last before it.
    let place = cut + joint.lag()
    let difference = Int(first[cut - 1]) - Int(second[place - 1])
    let carried = Int(joint.rest[0]) - Int(second[place])
    #expect(abs(carried - difference) <= 1 + abs(difference) / 1000)
    #expect(joint.seam.crossfade == (difference == 0 ? .zero : .milliseconds(4)))
    let joined = Array(first[..<cut]) + joint.rest
    let atSeam = bends(joined, cut - 2..<cut + 2).max() ?? 0
    let around = max(cut - 2400, 0)..<min(cut + 2400, second.count, first.count)
    let own = max(bends(first, around).max() ?? 0, bends(second, around).max() ?? 0)
    #expect(atSeam <= own, "a bend of \(atSeam) where the sound has at most \(own)")
  }

  private static func bends(_ samples: [Int16], _ range: Range<Int>) -> [Int] {
    range.dropFirst().dropLast().map { abs(Int(samples[$0 - 1]) - 2 * Int(samples[$0]) + Int(samples[$0 + 1])) }
  }
}
