import AudioTypes
import Prebuffering

/// Replays arrival scripts of many hosts through the start policies, in virtual time.
struct PolicyStudy {
  /// Which hosts: rules are tuned on one half of the seeds and judged on the other.
  enum Seeds: UInt64 {
    case tuning = 0
    case heldOut = 1_000_000
  }

  /// All utterances of one family, host by host, oldest first.
  typealias Corpus = [[ArrivalScript]]

  let corpora: [(family: ArrivalFamily, hosts: Corpus)]

  /// Draws the scripts.
  init(_ seeds: Seeds, hosts: Int = 40, utterances: Int = 12) {
    corpora = ArrivalFamily.allCases.map { family in
      (family, (0..<hosts).map { family.utterances(seed: seeds.rawValue + UInt64($0), count: utterances) })
    }
  }

  /// Replays one family through a policy; outcomes in the order of the scripts.
  static func replay(_ corpus: Corpus, _ policy: ComparedPolicy) -> [[ReplayOutcome]] {
    corpus.map { host in
      var memory = Memory()
      return host.map { memory.replay($0, policy) }
    }
  }
}

/// A policy that is replayed.
enum ComparedPolicy: Hashable {
  case adaptive
  case fixed(milliseconds: Int)
  case netEq(quantile: Double)

  var name: String {
    switch self {
    case .adaptive: "adaptive"
    case .fixed(let milliseconds): "fixed \(milliseconds) ms"
    case .netEq(let quantile): "NetEq-style \(Int((quantile * 100).rounded())) %"
    }
  }
}

/// What a policy keeps from one utterance of a host to the next.
private struct Memory {
  var history = ArrivalHistory()
  var netEq: NetEqRule?

  private static let service = ArrivalHistory.Service(origin: "https://host", encoding: .mp3)

  mutating func replay(_ script: ArrivalScript, _ policy: ComparedPolicy) -> ReplayOutcome {
    switch policy {
    case .adaptive:
      var decider = StartDecider(policy: .adaptive, prior: history.prior(for: Self.service))
      let outcome = script.replay(&decider)
      history.add(decider.arrivals, to: Self.service)
      return outcome
    case .fixed(let milliseconds):
      var decider = StartDecider(policy: .fixed(.milliseconds(milliseconds)))
      return script.replay(&decider)
    case .netEq(let quantile):
      var rule = netEq ?? NetEqRule(quantile: quantile)
      rule.beginUtterance()
      let outcome = script.replay(&rule)
      netEq = rule
      return outcome
    }
  }
}
