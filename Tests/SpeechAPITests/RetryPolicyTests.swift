import SpeechAPI
import TestSupport
import Testing

@Suite struct RetryPolicyTests {
  private let policy = RetryPolicy(
    cost: .billed, maximumRetries: 3, baseDelay: .seconds(1), delayCap: .seconds(3), totalBudget: .seconds(20))

  private func reply(_ status: Int, _ code: String = "", retryAfter: String? = nil) throws -> RetryPolicy.Outcome {
    .reply(try serviceError(status, #"{"code":"\#(code)"}"#, retryAfter.map { ["retry-after": $0] } ?? [:]))
  }

  private func allows(_ policy: RetryPolicy, _ outcome: RetryPolicy.Outcome) -> Bool {
    policy.delay(after: outcome, retriesMade: 0, elapsed: .zero, random: 0.5) != nil
  }

  @Test func aBilledRequestIsRepeatedOnlyWhenNothingWasGenerated() throws {
    #expect(allows(.generation, .notSent))
    #expect(allows(.generation, try reply(429, "RATE_LIMITED")))
    #expect(allows(.generation, try reply(429, "GENERATION_CONCURRENCY_EXCEEDED")))
    #expect(allows(.generation, try reply(503, "GENERATION_CAPACITY_EXCEEDED")))
    #expect(!allows(.generation, .uncertain))
    for status in Array(100..<429) + Array(430..<503) + Array(504..<600) {
      for code in ["", "RATE_LIMITED", "GENERATION_CAPACITY_EXCEEDED"] {
        #expect(!allows(.generation, try reply(status, code)), "\(status) \(code)")
      }
    }
    for code in ["UPSTREAM_GENERATION_ERROR", "GENERATION_TIMEOUT", "GENERATION_FAILED", "GENERATION_INVALID_RESPONSE"]
    {
      #expect(!allows(.generation, try reply(503, code)), "\(code)")
    }
    #expect(!allows(.generation, try reply(429, "BILLING_INSUFFICIENT_CREDITS")))
  }

  @Test func aDownloadIsRepeatedWhenTimeMayHelp() throws {
    #expect(allows(.download, .notSent))
    #expect(allows(.download, .uncertain))
    for status in [408, 425, 429, 500, 502, 503, 504] { #expect(allows(.download, try reply(status)), "\(status)") }
    for status in [200, 302, 400, 401, 402, 403, 404, 409, 422] {
      #expect(!allows(.download, try reply(status)), "\(status)")
    }
  }

  @Test func theWaitDoublesUpToTheCap() {
    func delay(_ retriesMade: Int, _ random: Double) -> Duration? {
      policy.delay(after: .notSent, retriesMade: retriesMade, elapsed: .zero, random: random)
    }
    #expect(delay(0, 0) == .milliseconds(500))
    #expect(delay(0, 0.5) == .milliseconds(750))
    #expect(delay(1, 0) == .seconds(1))
    #expect(delay(2, 0) == .milliseconds(1500))
    #expect(delay(2, 1) == .seconds(3))
    #expect(delay(3, 0) == nil)
    #expect(delay(-1, 0) == nil)
    #expect(delay(.max, 0) == nil)
  }

  @Test func retryAfterIsTheLeastWait() throws {
    func delay(_ retryAfter: String, elapsed: Duration = .zero) throws -> Duration? {
      policy.delay(after: try reply(429, retryAfter: retryAfter), retriesMade: 0, elapsed: elapsed, random: 0.5)
    }
    #expect(try delay("0") == .milliseconds(750))
    #expect(try delay("5") == .milliseconds(5250))
    #expect(try delay("19") == .milliseconds(19_250))
    #expect(try delay("20") == nil)
    #expect(try delay("5", elapsed: .seconds(15)) == nil)
    #expect(try delay("99999999999999999999") == nil)
  }

  @Test func audioInTheMakingIsAskedForAsTheServiceSays() throws {
    func delay(_ retryAfter: String?, made: Int = 0, elapsed: Duration = .zero, random: Double = 0) throws -> Duration?
    {
      let outcome = try reply(425, "GENERATION_NOT_READY", retryAfter: retryAfter)
      return RetryPolicy.download.delay(after: outcome, retriesMade: made, elapsed: elapsed, random: random)
    }
    #expect(try delay("3") == .seconds(3))
    #expect(try delay("0") == .seconds(1))
    #expect(try delay("86400") == .seconds(30))
    #expect(try delay("8", random: 0.5) == .milliseconds(8500))
    #expect(try delay("1", made: 45, elapsed: .seconds(59)) == .seconds(1))
    #expect(try delay("1", made: 45, elapsed: .milliseconds(59_001)) == nil)
    #expect(try delay(nil) == .milliseconds(125))
    #expect(try delay(nil, made: 45, random: 0.5) == .seconds(6))
    #expect(try delay(nil, made: .max, elapsed: .seconds(57)) == nil)
    let billed = RetryPolicy.generation.delay(
      after: try reply(425, retryAfter: "1"), retriesMade: 0, elapsed: .zero, random: 0)
    #expect(billed == nil)
  }

  @Test func randomCallsStayWithinTheBounds() throws {
    var random = SeededGenerator(seed: 7)
    let capped = try reply(503, retryAfter: "2")
    for _ in 0..<5000 {
      let retriesMade = Int.random(in: -1...5, using: &random)
      let elapsed = Duration.milliseconds(Int.random(in: -1000...25_000, using: &random))
      let outcome = Bool.random(using: &random) ? capped : .notSent
      let dice = Double.random(in: 0..<1, using: &random)
      guard let delay = policy.delay(after: outcome, retriesMade: retriesMade, elapsed: elapsed, random: dice) else {
        continue
      }
      #expect((0..<3).contains(retriesMade))
      #expect(delay >= .milliseconds(500) && delay < .milliseconds(3500))
      #expect(max(elapsed, .zero) + delay <= .seconds(20))
    }
  }

  @Test func allRetriesTogetherEnd() {
    var elapsed = Duration.zero
    var retries = 0
    while let delay = RetryPolicy.generation.delay(after: .notSent, retriesMade: retries, elapsed: elapsed, random: 0.9)
    {
      elapsed += delay
      retries += 1
    }
    #expect(retries == RetryPolicy.generation.maximumRetries)
    #expect(elapsed <= RetryPolicy.generation.totalBudget)
  }

  @Test func waitingHasALimitOfItsOwn() throws {
    let (notReady, failed) = (try reply(425, retryAfter: "1"), RetryPolicy.Outcome.uncertain)
    func delay(_ policy: RetryPolicy, _ outcome: RetryPolicy.Outcome, _ elapsed: Duration) -> Duration? {
      policy.delay(after: outcome, retriesMade: 0, elapsed: elapsed, random: 0)
    }
    let impatient = RetryPolicy.download.waiting(atMost: .zero)
    #expect(delay(impatient, notReady, .zero) == nil && delay(impatient, failed, .seconds(50)) != nil)
    let patient = RetryPolicy.download.waiting(atMost: .seconds(600))
    for outcome in [notReady, failed] {
      #expect(delay(patient, outcome, .seconds(590)) != nil && delay(patient, outcome, .seconds(600)) == nil)
    }
  }

  @Test func absurdSettingsAreHeldAtTheirBounds() {
    let policy = RetryPolicy(
      cost: .free, maximumRetries: .max, baseDelay: .seconds(Int64.max), delayCap: .seconds(-5),
      totalBudget: .seconds(Int64.max))
    #expect(policy.maximumRetries == 20)
    #expect(policy.delayCap == .zero)
    for random in [Double.nan, .infinity, -.infinity, -1, 2] {
      #expect(policy.delay(after: .notSent, retriesMade: 19, elapsed: .seconds(-9), random: random) == .zero)
      #expect(self.policy.delay(after: .notSent, retriesMade: 0, elapsed: .zero, random: random) == .seconds(1))
    }
  }
}
