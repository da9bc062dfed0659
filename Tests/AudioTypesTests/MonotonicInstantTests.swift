import AudioTypes
import Glibc
import Testing

@Suite struct MonotonicInstantTests {
  @Test func nowIsTheMonotonicClock() {
    func clock() -> UInt64 {
      var time = timespec()
      unsafe clock_gettime(CLOCK_MONOTONIC, &time)
      return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
    let before = clock()
    let now = MonotonicInstant.now
    let after = clock()
    #expect((before...after).contains(now.nanoseconds))
  }

  @Test func differencesHaveASign() {
    let early = MonotonicInstant(nanoseconds: 5)
    let late = MonotonicInstant(nanoseconds: 1_000_000_005)
    #expect(early < late)
    #expect(early.duration(to: late) == .seconds(1))
    #expect(late.duration(to: early) == .seconds(-1))
    #expect(early.duration(to: early) == .zero)
    #expect(early.advanced(by: .seconds(1)) == late)
    #expect(late.advanced(by: .seconds(-1)) == early)
  }

  @Test func arithmeticIsHeldAtTheEnds() {
    let epoch = MonotonicInstant(nanoseconds: 0)
    let end = MonotonicInstant(nanoseconds: .max)
    #expect(epoch.advanced(by: .seconds(-1)) == epoch)
    #expect(end.advanced(by: .seconds(1)) == end)
    #expect(end.advanced(by: .seconds(Int64.max)) == end)
    #expect(epoch.advanced(by: .seconds(Int64.min)) == epoch)
    #expect(epoch.duration(to: end) == .nanoseconds(Int64.max))
    #expect(end.duration(to: epoch) == .nanoseconds(-Int64.max))
  }

  @Test func nanosecondsOfDurations() {
    #expect(Duration.milliseconds(-1500).signedNanoseconds == -1_500_000_000)
    #expect(Duration.milliseconds(-1500).wholeNanoseconds == 0)
    #expect(Duration.microseconds(3).wholeNanoseconds == 3000)
    #expect(Duration(secondsComponent: 0, attosecondsComponent: 999_999_999).signedNanoseconds == 0)
    #expect(Duration.seconds(Int64.max).signedNanoseconds == .max)
    #expect(Duration.seconds(Int64.min).signedNanoseconds == .min)
    #expect(Duration.nanoseconds(Int64.max).signedNanoseconds == .max)
    #expect(Duration.nanoseconds(Int64.min).signedNanoseconds == .min)
    #expect(Duration.microseconds(2500).milliseconds == 2.5)
  }
}
