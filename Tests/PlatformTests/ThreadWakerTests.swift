import Platform
import Testing

/// The waits of one thread, ended by others.
@Suite(.timeLimit(.minutes(1))) struct ThreadWakerTests {
  @Test func aWakeEndsAWaitWhetherItComesBeforeOrDuringIt() throws {
    let waker = try ThreadWaker()
    waker.wake()
    waker.wake()
    waker.wait(atMost: nil)
    let thread = try SystemThread(name: "waker") {
      waker.wake()
    }
    waker.wait(atMost: nil)
    thread.join()
  }

  @Test func wakesThatAreOverDoNotEndTheNextWait() throws {
    let waker = try ThreadWaker()
    for _ in 1...3 { waker.wake() }
    waker.wait(atMost: .zero)
    let start = ContinuousClock.now
    waker.wait(atMost: .milliseconds(50))
    #expect(start.duration(to: .now) >= .milliseconds(50))
    waker.wait(atMost: .seconds(-1))
  }
}
