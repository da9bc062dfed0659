import AudioTypes
import Prebuffering
import Testing

/// When playing begins, and when it goes on.
@Suite struct StartDeciderTests {
  private func decision(
    _ decider: StartDecider, inHand: Int, isWhole: Bool = false, at now: Int
  ) -> StartDecider.Decision {
    decider.decision(inHand: .milliseconds(inHand), isWhole: isWhole, now: instant(now))
  }

  @Test("A stream that nothing is known of begins with its first piece")
  func cold() {
    var decider = StartDecider(policy: .adaptive)
    decider.noteArrival(total: .milliseconds(40), at: instant(0))
    #expect(decision(decider, inHand: 40, at: 0) == .start)
    #expect(decision(decider, inHand: 10, at: 0) == .start)
    #expect(decision(decider, inHand: 9, at: 0) == .wait(until: nil))
  }

  @Test("A stream that trickles has to make up for its gaps first")
  func coldAndSlow() {
    var decider = StartDecider(policy: .adaptive)
    decider.noteArrival(total: .milliseconds(5), at: instant(0))
    decider.noteArrival(total: .milliseconds(15), at: instant(200))
    #expect(decision(decider, inHand: 15, at: 200) == .wait(until: instant(2000)))
    decider.noteArrival(total: .milliseconds(215), at: instant(201))
    #expect(decision(decider, inHand: 215, at: 201) == .start)
  }

  @Test("A host that was steady is not waited for", arguments: [1, 24])
  func knownToBeSteady(count: Int) {
    var decider = StartDecider(policy: .adaptive, prior: StartPrior(.steady, count: count))
    decider.noteArrival(total: .milliseconds(40), at: instant(0))
    #expect(decision(decider, inHand: 40, at: 0) == .start)
    // As with MP3, where some of the first piece is the codec's own silence.
    #expect(decision(decider, inHand: 26, at: 20) == .start)
  }

  @Test("A host that pauses is waited for as long as its pauses last, and no longer")
  func knownToPause() {
    var decider = StartDecider(policy: .adaptive, prior: StartPrior(.lateBurst))
    decider.noteArrival(total: .milliseconds(40), at: instant(0))
    #expect(decision(decider, inHand: 40, at: 0) == .wait(until: instant(5)))
    #expect(decision(decider, inHand: 40, at: 239) == .wait(until: instant(240)))
    // From here on 60 ms of silence are left at most.
    #expect(decision(decider, inHand: 60, at: 240) != .start)
    #expect(decision(decider, inHand: 61, at: 240) == .start)
    decider.noteArrival(total: .milliseconds(2040), at: instant(300))
    #expect(decision(decider, inHand: 2040, at: 300) == .start)
  }

  @Test("More in hand never makes it wait, nor does more time, nor the end")
  func monotone() {
    for prior in [StartPrior.none, StartPrior(.steady), StartPrior(.lateBurst)] {
      for time in stride(from: 0, through: 2500, by: 7) {
        var decider = StartDecider(policy: .adaptive, prior: prior)
        decider.noteArrival(total: .milliseconds(20), at: instant(0))
        var hasStarted = false
        for inHand in stride(from: 1, through: 2000, by: 13) {
          let starts = decision(decider, inHand: inHand, at: time) == .start
          #expect(starts || !hasStarted, "\(inHand) ms at \(time) ms")
          hasStarted = starts
          #expect(decision(decider, inHand: inHand, isWhole: true, at: time) == .start)
        }
        #expect(hasStarted)
      }
    }
  }

  @Test("Nobody waits for ever")
  func cap() {
    let worst = ArrivalTrace([(0, 10), (60_000, 10), (61_000, 10)])
    var decider = StartDecider(policy: .adaptive, prior: StartPrior(worst))
    decider.noteArrival(total: .milliseconds(20), at: instant(0))
    #expect(decision(decider, inHand: 1999, at: 0) != .start)
    #expect(decision(decider, inHand: 2000, at: 0) == .start)
    #expect(decision(decider, inHand: 20, at: 1999) == .wait(until: instant(2000)))
    #expect(decision(decider, inHand: 20, at: 2000) == .start)
  }

  @Test("Whoever asks again when told to starts in the end, and is told a later time each time")
  func looksGoForward() {
    var decider = StartDecider(policy: .adaptive, prior: StartPrior(.lateBurst))
    decider.noteArrival(total: .milliseconds(10), at: instant(0))
    var now = instant(0)
    for _ in 0..<20 {
      guard case .wait(let until?) = decider.decision(inHand: .milliseconds(10), isWhole: false, now: now) else {
        break
      }
      #expect(until > now)
      now = until
    }
    #expect(decider.decision(inHand: .milliseconds(10), isWhole: false, now: now) == .start)
  }

  @Test("A stall makes it careful, another more so, and time makes it forget")
  func caution() {
    var decider = StartDecider(policy: .adaptive)
    decider.noteArrival(total: .milliseconds(40), at: instant(0))
    var wanted: [Duration] = []
    for (stall, arrival) in [(100, 200), (1000, 1100), (2000, 2100), (60_000, 60_100)] {
      decider.noteStall(at: instant(stall))
      decider.noteArrival(total: .milliseconds(stall), at: instant(arrival))
      wanted.append(decider.wanted(at: instant(arrival)))
    }
    #expect(wanted[0] > StartPolicy.shortestThreshold)
    #expect(wanted[1] > wanted[0] && wanted[2] > wanted[1])
    #expect(wanted[3] < wanted[2])
    #expect(decision(decider, inHand: 10, at: 62_100) == .start, "a wait is bounded here, too")
  }

  @Test(
    "The other policies take no notice of what comes",
    arguments: [
      (StartPolicy.immediate, 9, false), (.immediate, 10, true), (.fixed(.milliseconds(300)), 299, false),
      (.fixed(.milliseconds(300)), 300, true), (.fixed(.milliseconds(1)), 9, false),
      (.fixed(.milliseconds(-5)), 10, true),
      (.fixed(.seconds(60)), 1999, false), (.fixed(.seconds(60)), 2000, true),
    ])
  func fixed(policy: StartPolicy, inHand: Int, starts: Bool) {
    var decider = StartDecider(policy: policy, prior: StartPrior(.lateBurst))
    #expect(decision(decider, inHand: inHand, at: 5000) == (starts ? .start : .wait(until: nil)))
    decider.noteArrival(total: .milliseconds(inHand), at: instant(0))
    decider.noteStall(at: instant(10))
    decider.noteArrival(total: .milliseconds(inHand), at: instant(20))
    #expect(decision(decider, inHand: inHand, at: 5000) == (starts ? .start : .wait(until: nil)))
    #expect(decision(decider, inHand: 1, isWhole: true, at: 5000) == .start)
    #expect(decision(decider, inHand: 0, isWhole: true, at: 5000) == .wait(until: nil))
  }

  @Test("No input is too absurd")
  func absurd() {
    let instants = [0, 1, .max, UInt64.max / 2, 1_000_000_000_000].map { MonotonicInstant(nanoseconds: $0) }
    let spans = [Duration.zero, .seconds(Int64.max), .seconds(Int64.min), .nanoseconds(1), .seconds(-1)]
    var random = SystemRandomNumberGenerator()
    for _ in 0..<2000 {
      var history = ArrivalHistory()
      var decider = StartDecider(policy: .adaptive, prior: StartPrior(.lateBurst))
      for _ in 0..<10 {
        guard let instant = instants.randomElement(using: &random), let span = spans.randomElement(using: &random)
        else { return }
        decider.noteArrival(
          total: span, at: instant, start: Bool.random(using: &random) ? instants.randomElement() : nil)
        if Bool.random(using: &random) { decider.noteStall(at: instant) }
        _ = decider.decision(inHand: span, isWhole: false, now: instants.randomElement(using: &random) ?? instant)
        let wanted = decider.wanted(at: instant)
        #expect(wanted >= StartPolicy.shortestThreshold && wanted <= StartPolicy.longestThreshold)
      }
      history.add(decider.arrivals, to: .test)
      #expect(ArrivalHistory(text: history.text) == history)
    }
  }
}
