import Platform
import Testing

/// Waiting without the pool of tasks.
@Suite(.timeLimit(.minutes(1))) struct AlarmTests {
  @Test func itRingsOnceAndNotBefore() async {
    let start = ContinuousClock.now
    let (rings, ring) = AsyncStream<Duration>.makeStream()
    let alarm = Alarm(after: .milliseconds(50)) { ring.yield(start.duration(to: .now)) }
    // Of the two the other comes later, so that a second ring of the first would be seen.
    let last = Alarm(after: .milliseconds(150)) { ring.finish() }
    var heard: [Duration] = []
    for await span in rings { heard.append(span) }
    #expect(heard.count == 1 && heard[0] >= .milliseconds(50))
    alarm.cancel()
    last.cancel()
  }

  @Test func onceCancelledItIsSilent() async {
    let (rings, ring) = AsyncStream<Void>.makeStream()
    // All ring on one thread: while this one does, no other can before it is cancelled.
    let first = Alarm(after: .zero) {
      let alarm = Alarm(after: .milliseconds(50)) { ring.yield() }
      alarm.cancel()
      _ = Alarm(after: .milliseconds(100)) { ring.finish() }
    }
    var count = 0
    for await _ in rings { count += 1 }
    #expect(count == 0)
    first.cancel()
  }

  @Test func whatLiesBehindRingsAtOnce() async throws {
    try await Alarm.sleep(for: .seconds(-1))
    try await Alarm.sleep(for: .zero)
    let start = ContinuousClock.now
    try await Alarm.sleep(for: .milliseconds(30))
    #expect(start.duration(to: .now) >= .milliseconds(30))
  }

  @Test func aSleepEndsWithItsTask() async {
    let task = Task { try await Alarm.sleep(for: .seconds(Int64.max / 2)) }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }
}
