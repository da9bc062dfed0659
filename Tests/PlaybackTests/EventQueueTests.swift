import Testing

@testable import Playback

/// Events and a reader who is slow, late or gone. Even numbers may be dropped.
@Suite(.timeLimit(.minutes(1))) struct EventQueueTests {
  private func queue(capacity: Int = 4) -> EventQueue<Int> { EventQueue(capacity: capacity) { $0.isMultiple(of: 2) } }

  @Test func aReaderWhoComesLateMissesOnlyWhatMayBeMissed() async {
    let queue = queue()
    for event in [1, 2, 4, 3, 6, 8, 10, 5] { queue.append(event) }
    queue.finish()
    queue.append(7)
    var seen: [Int] = []
    for await event in queue.stream { seen.append(event) }
    #expect(seen == [1, 3, 10, 5])
  }

  @Test func whatMustNotBeMissedIsKeptBeyondTheLimit() async {
    let queue = queue()
    for event in 0..<20 { queue.append(event) }
    queue.finish()
    var seen: [Int] = []
    for await event in queue.stream { seen.append(event) }
    #expect(seen == Array(stride(from: 1, to: 20, by: 2)))
  }

  @Test func aReaderWhoWaitsGetsAllInOrder() async {
    let queue = queue(capacity: 1)
    var events = queue.stream.makeAsyncIterator()
    for event in 0..<100 {
      async let next = events.next()
      queue.append(event)
      #expect(await next == event)
    }
    queue.finish()
    #expect(await events.next() == nil)
  }

  @Test func cancellingTheReaderEndsItAndKeepsNothing() async {
    let queue = queue()
    let reader = Task {
      var count = 0
      for await _ in queue.stream { count += 1 }
      return count
    }
    queue.append(1)
    while queue.waitingCount == 0 { await Task.yield() }
    reader.cancel()
    #expect(await reader.value <= 1)
    queue.append(3)
    for await event in queue.stream { Issue.record("\(event) was kept") }
  }

  @Test func whoHasWaitedLongestIsServedFirst() async {
    let queue = queue()
    var readers: [Task<Int?, Never>] = []
    for count in 1...3 {
      readers.append(Task { await queue.stream.first { _ in true } })
      while queue.waitingCount < count { await Task.yield() }
    }
    for event in [1, 3, 5] { queue.append(event) }
    for (reader, event) in zip(readers, [1, 3, 5]) { #expect(await reader.value == event) }
  }
}
