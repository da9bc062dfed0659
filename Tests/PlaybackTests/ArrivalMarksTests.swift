import AudioTypes
import Platform
import Prebuffering
import Testing

@testable import Playback

/// Bytes that nobody waits for wake nobody, and it is known all the same when they came.
@Suite struct ArrivalMarksTests {
  private let start = MonotonicInstant(nanoseconds: 1_000_000_000)

  @Test func marksAreTakenInTheirOrder() {
    let marks = ArrivalMarks()
    for index in 1...1000 {
      marks.note(total: ByteCount(index), at: start.advanced(by: .milliseconds(index)))
      marks.note(total: ByteCount(index * 2), at: start.advanced(by: .milliseconds(index * 2)))
      for factor in 1...2 {
        let mark = marks.next()
        #expect(mark?.total == ByteCount(index * factor))
        #expect(mark?.instant == start.advanced(by: .milliseconds(index * factor)))
      }
      #expect(marks.next() == nil)
    }
  }

  @Test func ofWhatThereIsNoRoomForTheLatestInstantIsKept() {
    let marks = ArrivalMarks()
    for index in 1...1000 { marks.note(total: ByteCount(index), at: start.advanced(by: .milliseconds(index))) }
    var totals: [ByteCount] = []
    while let mark = marks.next() { totals.append(mark.total) }
    #expect(totals == (1...256).map { ByteCount($0) })
    #expect(marks.takeLost() == start.advanced(by: .milliseconds(1000)))
    #expect(marks.takeLost() == nil)
    marks.note(total: ByteCount(1001), at: start)
    #expect(marks.next()?.total == ByteCount(1001))
    #expect(marks.takeLost() == nil)
  }

  @Test func twoThreads() throws {
    let marks = ArrivalMarks()
    let writer = try SystemThread(name: "writer") {
      for index in 1...200_000 { marks.note(total: ByteCount(index), at: MonotonicInstant(nanoseconds: UInt64(index))) }
    }
    var last = 0
    var isWhole = true
    func take() {
      while let mark = marks.next() {
        isWhole = isWhole && mark.total.rawValue > last && mark.instant.nanoseconds == UInt64(mark.total.rawValue)
        last = mark.total.rawValue
      }
    }
    for _ in 0..<200_000 { take() }
    writer.join()
    take()
    #expect(isWhole && last > 0)
  }

  @Test func aFullSinkIsNotDisturbedAndTheStreamIsLearntAsItCame() throws {
    let stage = Stage()
    let utterance = try stage.speak()
    let chunk = noise(frames(milliseconds: 40))
    // Twice as fast as it is heard, and once 60 ms late, when nobody waits for it.
    for index in 0..<100 {
      utterance.write(chunk)
      stage.noteArrival()
      stage.run(for: .milliseconds(index == 90 ? 80 : 20))
    }
    utterance.finish()
    stage.wake()
    let steps = stage.stepCount
    #expect(stage.run(untilEndOf: utterance))
    #expect(utterance.stallCount == 0)
    let trace = try #require(utterance.end?.arrivals)
    #expect(trace.largestRise == .milliseconds(80))
    #expect(trace.rise(inSpan: 15) == .milliseconds(80))
    #expect(steps < 50, "\(steps) steps while 100 chunks came")
  }

  @Test func moreChunksThanThereAreMarksAreLearntAsTheyCame() throws {
    let stage = Stage()
    let utterance = try stage.speak()
    utterance.write(noise(frames(milliseconds: 1000)))
    stage.noteArrival()
    stage.run(for: .milliseconds(510))
    // In between two looks.
    for _ in 0..<1000 {
      utterance.write(noise(1))
      stage.noteArrival()
    }
    stage.run(for: .milliseconds(300))
    utterance.finish()
    stage.wake()
    #expect(stage.run(untilEndOf: utterance))
    #expect(try #require(utterance.end?.arrivals).largestRise == .milliseconds(510))
  }

  @Test func inAPauseWhatIsInHandIsSeen() throws {
    let stage = Stage()
    let utterance = try stage.speak()
    utterance.write(noise(frames(milliseconds: 500)))
    stage.noteArrival()
    stage.run(for: .milliseconds(100))
    stage.perform(.pause)
    stage.run(for: .milliseconds(50))
    utterance.write(noise(frames(milliseconds: 700)))
    stage.noteArrival()
    stage.run(for: .milliseconds(1))
    #expect(utterance.progress.live.arrived == .milliseconds(1200))
  }

  @Test func howItCameBeforeItsTurnIsNoReasonToWait() throws {
    let stage = Stage()
    let first = try stage.speak(whole: noise(frames(milliseconds: 1200)))
    let second = try stage.speak(policy: .adaptive)
    second.progress.timeline.set(.firstByte, stage.now)
    // 900 ms of nothing, while nobody waits for it.
    for (milliseconds, rest) in [(200, 900), (300, 500)] {
      second.write(noise(frames(milliseconds: milliseconds), seed: 2))
      stage.noteArrival()
      stage.run(for: .milliseconds(rest))
    }
    second.finish()
    stage.wake()
    #expect(stage.run(untilEndOf: second))
    #expect(first.end?.isPlayed == true && stage.sink.passages.count == 1)
    #expect(second.stallCount == 0 && second.end?.arrivals == nil)
  }
}
