import AudioTypes
import Testing

@testable import Playback

/// For how long the listener had the sound stand still.
@Suite struct PauseLogTests {
  private let start = MonotonicInstant(nanoseconds: 5_000_000_000)

  private func after(_ milliseconds: Int) -> MonotonicInstant { start.advanced(by: .milliseconds(milliseconds)) }

  @Test func standstillIsWhatLiesBetween() {
    let log = PauseLog()
    log.notePause(after(100))
    log.notePause(after(150))
    log.noteResume(after(300))
    log.noteResume(after(350))
    log.notePause(after(900))
    #expect(log.standstill(from: start, to: after(1000)) == .milliseconds(300))
    #expect(log.standstill(from: after(200), to: after(950)) == .milliseconds(150))
    #expect(log.standstill(from: after(310), to: after(890)) == .zero)
    for index in 0..<1000 {
      log.noteResume(after(2000 + 20 * index))
      log.notePause(after(2010 + 20 * index))
    }
    #expect(log.standstill(from: after(21_000), to: after(21_980)) == .milliseconds(490))
  }
}
