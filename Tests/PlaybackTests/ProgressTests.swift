import AudioTypes
import Synchronization
import Testing

@testable import Playback

/// What others learn of an utterance while it runs.
@Suite struct ProgressTests {
  @Test func bytesAreNeverDecodedBeforeTheyCame() {
    let timeline = LatencyTimeline()
    timeline.set(.firstAudioDecoded, MonotonicInstant(nanoseconds: 90))
    timeline.set(.firstWrite, MonotonicInstant(nanoseconds: 120))
    timeline.set(.firstByte, MonotonicInstant(nanoseconds: 100))
    let marks = timeline.snapshot
    #expect(marks[.firstAudioDecoded] == MonotonicInstant(nanoseconds: 100))
    #expect(marks[.firstWrite] == MonotonicInstant(nanoseconds: 120))
    #expect(marks[.firstAudibleDecoded] == nil)
  }

  @Test func aMarkIsSetOnce() {
    let timeline = LatencyTimeline()
    let early = MonotonicInstant(nanoseconds: 5)
    #expect(TimelineMark.allCases.allSatisfy { timeline[$0] == nil })
    timeline.set(.firstByte, early)
    timeline.set(.firstByte, MonotonicInstant(nanoseconds: 9))
    timeline.set(.lastAudible, MonotonicInstant(nanoseconds: 105))
    #expect(timeline[.firstByte] == early)
    let marks = timeline.snapshot
    #expect(marks.duration(from: .firstByte, to: .lastAudible) == .nanoseconds(100))
    #expect(marks.duration(from: .firstByte, to: .firstAudible) == nil)
    #expect(marks[.command] == nil && marks.timeToFirstByte == nil)
  }

  @Test func eventsComeInTheirOrder() {
    let progress = UtteranceProgress()
    let events = Events()
    let announcer = ProgressAnnouncer(progress) { events.note($0) }
    announcer.announceChanges()
    #expect(events.take() == [])
    progress.timeline.set(.firstByte, .now)
    progress.timeline.set(.firstWrite, .now)
    announcer.announceChanges()
    announcer.announceChanges()
    #expect(events.take() == ["firstByte", "started"])
    progress.noteStallBegin()
    announcer.announceChanges()
    announcer.announceChanges()
    #expect(events.take() == ["stalled"])
    progress.noteStallEnd(since: .now, .milliseconds(1))
    announcer.announceChanges()
    #expect(events.take() == ["resumed"])
  }

  @Test func whatHappenedBetweenTwoLooksIsToldAllTheSame() {
    let progress = UtteranceProgress()
    let events = Events()
    let announcer = ProgressAnnouncer(progress) { events.note($0) }
    progress.noteStallBegin()
    progress.noteStallEnd(since: .now, .milliseconds(1))
    announcer.announceChanges()
    #expect(events.take() == ["stalled", "resumed"])
    progress.noteStallBegin()
    announcer.announceChanges()
    progress.noteStallEnd(since: .now, .milliseconds(1))
    progress.noteStallBegin()
    announcer.announceChanges()
    #expect(events.take() == ["stalled", "resumed", "stalled"])
    progress.withdrawStall()
    announcer.announceChanges()
    #expect(events.take() == ["resumed"])
    #expect(progress.stallCount.load(ordering: .relaxed) == 2)
  }

  @Test func recoveriesAreAnnouncedInTheirOrder() {
    let progress = UtteranceProgress()
    let events = Events()
    let announcer = ProgressAnnouncer(progress) { events.note($0) }
    progress.soundRecoveries.noteBegin(.serverSilent, at: .now)
    announcer.announceChanges()
    announcer.announceChanges()
    #expect(events.take().map { $0.prefix(9) } == ["soundLost"])
    progress.soundRecoveries.noteEnd(.serverLost, after: .seconds(1), isMended: true)
    progress.soundRecoveries.noteBegin(.deviceLost, at: .now)
    announcer.announceChanges()
    #expect(events.take().map { $0.prefix(9) } == ["soundBack", "soundLost"])
    progress.soundRecoveries.noteEnd(.deviceLost, after: .seconds(1), isMended: false)
    announcer.announceChanges()
    #expect(events.take() == [])
    for _ in 0..<40 {
      progress.soundRecoveries.noteBegin(.serverLost, at: .now)
      progress.soundRecoveries.noteEnd(.serverLost, after: .seconds(1), isMended: true)
    }
    announcer.announceChanges()
    #expect(
      events.take().count == 60 && progress.soundRecoveries.count == 42 && progress.soundRecoveries.snapshot.count == 32
    )
    #expect(progress.soundRecoveries.snapshot.map(\.cause).prefix(3) == [.serverLost, .deviceLost, .serverLost])
  }

  @Test func watchersAreAskedUntilTheyAreDone() {
    let relay = EventRelay()
    let looks = Mutex([String]())
    relay.watch { isLast in
      looks.withLock { $0.append(isLast ? "a, the last time" : "a") }
      return false
    }
    relay.watch { _ in
      looks.withLock { $0.append("b") }
      // One that comes while others are asked is asked at the next relay.
      relay.watch { _ in
        looks.withLock { $0.append("c") }
        return true
      }
      return true
    }
    relay.relay()
    #expect(looks.withLock { $0 } == ["a", "b"])
    relay.relay()
    relay.relay()
    #expect(looks.withLock { $0 } == ["a", "b", "a", "c", "a"])
    relay.close()
    relay.watch { isLast in
      looks.withLock { $0.append(isLast ? "late" : "too early") }
      return true
    }
    #expect(looks.withLock { $0 }.suffix(2) == ["a, the last time", "late"])
  }

  @Test func messagesFromManyThreadsAllArriveInTheOrderOfEach() async {
    let mailbox = Mailbox<(sender: Int, number: Int)>()
    #expect(mailbox.takeAll().isEmpty)
    let count = 2000
    async let received = Task.detached {
      var received: [(sender: Int, number: Int)] = []
      while received.count < 2 * count {
        received += mailbox.takeAll()
        await Task.yield()
      }
      return received
    }.value
    await withTaskGroup(of: Void.self) { group in
      for sender in 0..<2 {
        group.addTask { for number in 0..<count { mailbox.post((sender, number)) } }
      }
    }
    let messages = await received
    for sender in 0..<2 {
      #expect(messages.filter { $0.sender == sender }.map(\.number) == Array(0..<count))
    }
    #expect(mailbox.takeAll().isEmpty)
  }
}

private final class Events: Sendable {
  private let names = Mutex<[String]>([])

  func note(_ event: UtteranceEvent) { names.withLock { $0.append("\(event)") } }

  func take() -> [String] {
    names.withLock { names in
      defer { names = [] }
      return names
    }
  }
}
