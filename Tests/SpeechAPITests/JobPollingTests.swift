import SpeechAPI
import Testing

@Suite struct JobPollingTests {
  private let rule = JobPolling(
    shortestDelay: .milliseconds(500), longestDelay: .seconds(10), retryAfterCap: .seconds(60),
    totalLimit: .seconds(600))

  private func delay(
    _ status: GenerationJob.Status = .active, retryAfter: Duration? = nil, elapsed: Duration, random: Double = 0
  ) -> Duration? {
    rule.delay(after: status, retryAfter: retryAfter, elapsed: elapsed, random: random)
  }

  @Test func theWaitGrowsWithTheTimeWithinBounds() {
    #expect(delay(elapsed: .zero) == .milliseconds(375))
    #expect(delay(elapsed: .seconds(10)) == .milliseconds(1500))
    #expect(delay(elapsed: .seconds(50)) == .milliseconds(7500))
    #expect(delay(elapsed: .seconds(300)) == .milliseconds(7500))
    #expect(delay(elapsed: .seconds(-5)) == .milliseconds(375))
  }

  @Test(arguments: [0.0, 0.25, 0.999, 1, -1, .nan, .infinity])
  func aQuarterIsRandom(random: Double) throws {
    let delay = try #require(self.delay(elapsed: .seconds(10), random: random))
    #expect((.milliseconds(1500)...Duration.milliseconds(2000)).contains(delay))
    #expect((delay == .milliseconds(1500)) == (random == 0))
  }

  @Test func retryAfterIsTheLeastWaitUpToItsCap() {
    #expect(delay(retryAfter: .seconds(3), elapsed: .zero) == .seconds(3))
    #expect(delay(retryAfter: .seconds(1), elapsed: .seconds(50)) == .milliseconds(7500))
    #expect(delay(retryAfter: .seconds(86_400), elapsed: .zero) == .seconds(60))
    #expect(delay(retryAfter: .seconds(-9), elapsed: .zero) == .milliseconds(375))
    #expect(delay(retryAfter: .seconds(60), elapsed: .seconds(541)) == nil)
  }

  @Test(arguments: [GenerationJob.Status.ready, .failed, .cancelled])
  func aJobThatIsOverIsLeftAlone(status: GenerationJob.Status) {
    #expect(delay(status, elapsed: .zero) == nil)
  }

  @Test func anUnknownStatusIsWaitedForWithinTheSameLimit() {
    #expect(delay(.other("dreaming"), elapsed: .zero) == .milliseconds(375))
    #expect(delay(.other("dreaming"), elapsed: .seconds(600)) == nil)
  }

  @Test func theLastLookComesWhenTheLimitIsReached() {
    #expect(delay(elapsed: .milliseconds(599_900)) == .milliseconds(100))
    #expect(delay(elapsed: .seconds(600)) == nil)
    #expect(delay(elapsed: .seconds(9999)) == nil)
  }

  @Test(arguments: [0.0, 0.5, 1]) func lookingEndsAndIsPolite(random: Double) {
    for retryAfter in [nil, Duration.zero, .seconds(7), .seconds(100)] {
      var (elapsed, looks) = (Duration.zero, 1)
      while let delay = self.delay(retryAfter: retryAfter, elapsed: elapsed, random: random) {
        #expect(delay > .zero && delay <= .seconds(60))
        elapsed += delay
        looks += 1
      }
      #expect(elapsed <= .seconds(600) && looks <= 110, "\(looks) looks in \(elapsed)")
    }
  }

  @Test func boundsAreHeld() {
    let wild = JobPolling(
      shortestDelay: .seconds(-1), longestDelay: .zero, retryAfterCap: .seconds(1 << 40), totalLimit: .seconds(1 << 40))
    #expect(wild.shortestDelay == .milliseconds(50) && wild.longestDelay == .milliseconds(50))
    #expect(wild.retryAfterCap == .seconds(3600) && wild.totalLimit == .seconds(86_400))
    let once = rule.limited(to: .zero)
    #expect(once.delay(after: .active, retryAfter: nil, elapsed: .zero, random: 0.5) == nil)
    #expect(once.longestDelay == rule.longestDelay)
  }
}
