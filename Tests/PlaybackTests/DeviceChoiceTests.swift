import AudioTypes
import PulseOutput
import Testing

@testable import Playback

/// Where speech goes on when the device is lost.
@Suite struct DeviceChoiceTests {
  private let start = MonotonicInstant(nanoseconds: 1_000_000_000)
  private func after(_ milliseconds: Int) -> MonotonicInstant { start.advanced(by: .milliseconds(milliseconds)) }

  @Test func aDeviceThatWentAwayIsReplacedAtOnce() {
    var choice = DeviceChoice("headset")
    #expect(choice.name(at: start) == "headset")
    choice.noteFailure(.deviceGone, at: start)
    #expect(choice.name(at: start) == PulseConfiguration.defaultDevice)
    choice.noteFound()
    #expect(choice.name(at: after(1)) == "headset", "the next time it may be there again")
  }

  @Test func aServerThatHasJustStartedGetsTimeToFindIt() {
    var choice = DeviceChoice("headset")
    choice.noteFailure(.connectionLost, at: start)
    choice.noteFailure(.unknownDevice("headset"), at: after(10))
    choice.noteFailure(.unknownDevice("headset"), at: after(900))
    #expect(choice.name(at: after(1000)) == "headset")
    #expect(choice.name(at: after(1010)) == PulseConfiguration.defaultDevice)
  }

  @Test func theDefaultStaysTheDefaultByWhateverName() {
    var choice = DeviceChoice(nil)
    #expect(choice.name(at: start) == nil)
    choice.noteFailure(.deviceGone, at: start)
    #expect(choice.name(at: start) == PulseConfiguration.defaultDevice)
  }
}
