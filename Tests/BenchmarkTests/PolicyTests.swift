import AudioTypes
import Prebuffering
import Testing

@testable import gust_bench

/// The replay of start policies.
@Suite struct PolicyTests {
  private func script(_ pieces: [(at: Double, audio: Double)]) -> ArrivalScript {
    var script = ArrivalScript()
    for piece in pieces { script.append(audio: piece.audio, at: piece.at) }
    return script
  }

  private func replay(_ script: ArrivalScript, threshold: Int) -> ReplayOutcome {
    var decider = StartDecider(policy: .fixed(.milliseconds(threshold)))
    return script.replay(&decider)
  }

  @Test func aReplayCountsWhatAListenerHears() {
    let script = script([(0, 40), (100, 100), (150, 100)])
    let eager = replay(script, threshold: 0)
    #expect(eager.startDelay == .zero && eager.stallCount == 1 && eager.stallTime == .milliseconds(60))
    let patient = replay(script, threshold: 140)
    #expect(patient.startDelay == .milliseconds(100) && patient.stallCount == 0 && patient.stallTime == .zero)
    let never = replay(script, threshold: 2000)
    #expect(never.startDelay == .milliseconds(150) && never.stallCount == 0)
    #expect(script.leastStallFreeDelay == .milliseconds(60))
  }

  @Test func aFixedThresholdIsWantedAgainAfterAStall() {
    let outcome = replay(script([(0, 100), (200, 50), (250, 50), (400, 10)]), threshold: 100)
    #expect(outcome.stallCount == 2)
    #expect(outcome.stallTime == .milliseconds(150 + 50))
  }

  @Test(arguments: ArrivalFamily.allCases)
  func scriptsAreInOrderOfTimeAndTheSameForTheSameSeed(family: ArrivalFamily) throws {
    let scripts = family.utterances(seed: 7, count: 3)
    for (script, again) in zip(scripts, family.utterances(seed: 7, count: 3)) {
      #expect(script.pieces.map(\.at) == again.pieces.map(\.at))
      #expect(script.pieces.map(\.at) == script.pieces.map(\.at).sorted())
      let length = try #require(script.pieces.last?.total)
      #expect(length > .milliseconds(1300) && length <= .seconds(15.1))
    }
    let other = try #require(family.utterances(seed: 1_000_007, count: 1).first)
    #expect(scripts[0].pieces.map(\.at) != other.pieces.map(\.at))
  }

  @Test func aSteadyHostIsNeverWaitedForAndABadOneIsWaitedForOnceKnown() {
    let steady = (0..<5).map { _ in script((0..<50).map { (Double($0) * 20, 40) }) }
    for outcome in ComparedPolicy.adaptive.replay(steady) {
      #expect(outcome.startDelay == .zero && outcome.stallCount == 0)
    }
    let late = (0..<5).map { _ in script([(0, 40), (300, 2000)]) }
    let outcomes = ComparedPolicy.adaptive.replay(late)
    #expect(outcomes[0].startDelay == .zero && outcomes[0].stallTime == .milliseconds(260))
    for outcome in outcomes.dropFirst() { #expect(outcome.stallCount == 0) }
  }

  @Test func theGoalIsMetOnHeldOutSeeds() throws {
    let result = PolicyStudy(.heldOut, hosts: 6, utterances: 6).run(thresholds: [150, 350])
    #expect(result.families.count == ArrivalFamily.allCases.count)
    #expect(result.meetsGoal, "\(result.sections.first?.text ?? "")")
    #expect(result.pooled.adaptive?.utteranceCount == 6 * 6 * ArrivalFamily.allCases.count)
    #expect(result.sections.first?.verdicts.first?.outcome == .met)
    #expect(result.sections.count == result.families.count + 1)
  }
}
