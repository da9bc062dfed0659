import AudioTypes
import Testing

@testable import Playback

/// Queue, history, fade and gain: the arithmetic on samples.
@Suite struct SampleTests {
  @Test(arguments: 1...9)
  func theQueueKeepsOrderAtEveryWrap(capacity: Int) {
    var queue = SampleQueue(capacity: capacity)
    var sent: Int16 = 0
    var received: [Int16] = []
    for round in 0..<40 {
      let block = (0..<min(queue.free, 1 + round % 4)).map { sent + Int16($0) }
      queue.append(block.span)
      sent += Int16(block.count)
      for _ in 0..<min(queue.count, 1 + round % 3) { received.append(queue.removeFirst()) }
      #expect(queue.free == capacity - queue.count)
    }
    while queue.count > 0 { received.append(queue.removeFirst()) }
    #expect(received == Array(0..<sent))
    queue.append([1].span)
    queue.removeAll()
    #expect(queue.count == 0 && queue.free == capacity)
  }

  @Test func theQueueGivesItsLatestSamplesWhetherOrNotTheyWait() {
    var queue = SampleQueue(capacity: 7)
    for round in 0..<9 {
      let block = (0..<5).map { Int16(5 * round + $0) }
      queue.append(block.span)
      for taken in 0...5 {
        for age in 1...min(7, 5 * round + 5) { #expect(queue.latest(age) == Int16(5 * round + 5 - age)) }
        if taken < 5 { _ = queue.removeFirst() }
      }
    }
  }

  @Test func theHistoryKeepsWhatFitsAndIsSilentBeyond() {
    let history = SampleHistory(capacity: 5)
    for sample in 1...12 { history.append(Int16(sample)) }
    #expect((0..<14).map { history[$0] } == [0, 0, 0, 0, 0, 0, 0, 8, 9, 10, 11, 12, 0, 0])
    #expect(history[-1] == 0)
  }

  @Test func whatWasOverwrittenDoesNotComeBackByRewinding() {
    let history = SampleHistory(capacity: 5)
    for sample in 1...12 { history.append(Int16(sample)) }
    history.rewind(to: 10)
    history.append(-1)
    #expect((5..<13).map { history[$0] } == [0, 0, 8, 9, 10, -1, 0, 0])
    history.rewind(to: 2)
    #expect((0..<13).allSatisfy { history[$0] == 0 })
    history.reset(capacity: 3)
    history.append(7)
    #expect(history[0] == 7 && history[1] == 0)
  }

  @Test func aFadeFallsFromFrameToFrameInAllChannelsAlike() {
    let history = SampleHistory(capacity: 100)
    for _ in 0..<20 {
      history.append(1000)
      history.append(-1000)
    }
    let faded = Fade.out(history, from: 10, frames: 4, channelCount: 2)
    #expect(faded == [800, -800, 600, -600, 400, -400, 200, -200])
    #expect(Fade.out(history, from: 10, frames: 0, channelCount: 2) == [])
  }

  @Test(arguments: [
    (1.0, Int16.min, Int16.min), (0, 12_345, 0), (0.5, 3, 2), (0.5, -3, -2), (0.5, 1, 1), (2, 20_000, Int16.max),
    (2, -20_000, Int16.min), (9, 10, 40), (-1, 10, 0), (Double.nan, 10, 10),
  ])
  func gain(factor: Double, sample: Int16, expected: Int16) {
    #expect(Gain(factor).apply(to: sample) == expected)
  }
}
