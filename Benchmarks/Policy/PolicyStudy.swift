import AudioTypes
import Prebuffering

/// Replays arrival scripts of many hosts through the start policies, in virtual time.
struct PolicyStudy {
  /// Which hosts: what can be tuned was tuned on the first half of the seeds, and is judged on the second.
  enum Seeds: UInt64 {
    case tuning = 0
    case heldOut = 1_000_000
  }

  /// All utterances of one family, host by host, oldest first.
  typealias Corpus = [[ArrivalScript]]

  private let corpora: [(family: ArrivalFamily, hosts: Corpus)]

  /// Draws the scripts: of each family so many hosts, of each host so many utterances.
  init(_ seeds: Seeds, hosts: Int = 40, utterances: Int = 12) {
    corpora = ArrivalFamily.allCases.map { family in
      (family, (0..<hosts).map { family.utterances(seed: seeds.rawValue + UInt64($0), count: utterances) })
    }
  }

  /// Replays everything through every policy.
  ///
  /// - Parameter thresholds: the fixed thresholds of the frontier, in milliseconds, beside those that are shown.
  func run(thresholds: [Int] = PolicyResult.frontier) -> PolicyResult {
    let thresholds = Set(thresholds).union(PolicyResult.shownThresholds).sorted()
    var pooled = Outcomes()
    let families = corpora.map { family, hosts in
      var outcomes = Outcomes()
      for policy in PolicyResult.learners + thresholds.map(ComparedPolicy.fixed) {
        outcomes.add(hosts.map { policy.replay($0) }, policy)
      }
      pooled.add(outcomes)
      return outcomes.result(family.rawValue)
    }
    return PolicyResult(pooled: pooled.result("all families"), families: families)
  }
}

/// A policy that is replayed.
enum ComparedPolicy: Hashable {
  case adaptive
  case fixed(milliseconds: Int)
  case netEq(percent: Int)

  var name: String {
    switch self {
    case .adaptive: "adaptive"
    case .fixed(let milliseconds): "fixed \(milliseconds) ms"
    case .netEq(let percent): "NetEq-style \(percent) %"
    }
  }

  /// What listeners get of a host's utterances, in their order. What is learnt from one helps with the next.
  func replay(_ host: [ArrivalScript]) -> [ReplayOutcome] {
    switch self {
    case .adaptive:
      let service = ArrivalHistory.Service(origin: "https://host", encoding: .mp3)
      var history = ArrivalHistory()
      return host.map { script in
        var decider = StartDecider(policy: .adaptive, prior: history.prior(for: service))
        defer { history.add(decider.arrivals, to: service) }
        return script.replay(&decider)
      }
    case .fixed(let milliseconds):
      return host.map { script in
        var decider = StartDecider(policy: .fixed(.milliseconds(milliseconds)))
        return script.replay(&decider)
      }
    case .netEq(let percent):
      var rule = NetEqRule(quantile: Double(percent) / 100)
      return host.map { script in
        rule.beginUtterance()
        return script.replay(&rule)
      }
    }
  }
}

/// What came out, policy by policy, in the order in which they were replayed.
private struct Outcomes {
  private var policies: [ComparedPolicy] = []
  private var all: [ComparedPolicy: [ReplayOutcome]] = [:]
  /// Without the first utterances of each host.
  private var warm: [ComparedPolicy: [ReplayOutcome]] = [:]

  private static let coldCount = 3

  mutating func add(_ hosts: [[ReplayOutcome]], _ policy: ComparedPolicy) {
    policies.append(policy)
    all[policy] = hosts.flatMap(\.self)
    warm[policy] = hosts.flatMap { $0.dropFirst(Self.coldCount) }
  }

  mutating func add(_ other: Outcomes) {
    policies = other.policies
    all.merge(other.all) { $0 + $1 }
    warm.merge(other.warm) { $0 + $1 }
  }

  func result(_ name: String) -> PolicyResult.Scene {
    PolicyResult.Scene(
      name: name,
      points: policies.map { PolicyPoint($0, all[$0] ?? []) },
      warm: policies.filter { $0 == .adaptive }.map { PolicyPoint($0, warm[$0] ?? []) })
  }
}
