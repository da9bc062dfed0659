import AudioTypes
import Prebuffering
import Testing

@testable import Playback

/// When the first sample goes.
@Suite struct StartTests {
  @Test func tenMillisecondsAreEnoughToStartAtOnce() throws {
    let stage = Stage()
    let utterance = try stage.speak()
    utterance.write(noise(frames(milliseconds: 10) - 1))
    stage.noteArrival()
    stage.run(for: .milliseconds(50))
    #expect(stage.sink.writeIndex == .zero)
    #expect(utterance[.firstAudioDecoded] != nil && utterance[.firstWrite] == nil)

    utterance.write(noise(1))
    stage.noteArrival()
    let arrival = stage.now
    stage.run(for: .milliseconds(5))
    #expect(utterance[.firstWrite] == arrival)
    let delay = try #require(onsetDelay())
    #expect(utterance[.firstAudible] == arrival.advanced(by: delay))
  }

  /// What `AudibleOnset` says of this noise.
  private func onsetDelay() -> Duration? {
    var onset = AudibleOnset(.speech)
    onset.examine(noise(frames(milliseconds: 10) - 1).span)
    return onset.onset.map { AudioFormat.speech.duration(of: $0) }
  }

  @Test func aFixedThresholdIsWaitedFor() throws {
    let stage = Stage()
    let utterance = try stage.speak(policy: .fixed(.milliseconds(300)))
    for piece in 0..<15 {
      #expect(utterance[.firstWrite] == nil, "before piece \(piece)")
      utterance.write(noise(frames(milliseconds: 20)))
      stage.noteArrival()
      stage.run(for: .milliseconds(1))
    }
    #expect(utterance[.firstWrite] != nil)
  }

  @Test func aWholeStreamStartsShortOfTheThreshold() throws {
    let stage = Stage()
    let samples = noise(frames(milliseconds: 4))
    let utterance = try stage.speak(policy: .fixed(.seconds(1)))
    utterance.write(samples)
    stage.noteArrival()
    stage.run(for: .milliseconds(100))
    #expect(utterance[.firstWrite] == nil)
    utterance.finish()
    stage.wake()
    #expect(stage.run(untilEndOf: utterance))
    #expect(stage.sink.heard.difference(from: samples + silence(240)) == nil)
  }

  @Test func nothingIsWrittenBeforeTheSinkStands() throws {
    var script = ScriptedSink.Script()
    script.openingTime = .milliseconds(80)
    let stage = Stage(script)
    let samples = noise(2400)
    let opened = stage.now.advanced(by: .milliseconds(80))
    let utterance = try stage.speak(whole: samples)
    #expect(stage.run(untilEndOf: utterance))
    #expect(utterance[.firstWrite] == opened)
    #expect(stage.sink.heard.difference(from: samples + silence(240)) == nil)
  }

  @Test func aPieceOfUnknownOriginIsPlayedAtOnceByTheAdaptivePolicy() throws {
    let stage = Stage()
    let utterance = try stage.speak(policy: .adaptive)
    utterance.write(noise(frames(milliseconds: 40)))
    stage.noteArrival()
    let arrival = stage.now
    stage.run(for: .milliseconds(1))
    #expect(utterance[.firstWrite] == arrival)
  }

  @Test func whatIsKnownOfAServiceIsWaitedForAndThenNoLonger() throws {
    // Earlier streams paused for 300 ms after their first piece.
    let prior = try learntFromAPause(of: .milliseconds(300))
    #expect(prior.streamCount == 1)
    let stage = Stage()
    let samples = noise(frames(milliseconds: 1040))
    let utterance = try stage.speak(policy: .adaptive, prior: prior)
    let arrival = stage.now
    utterance.write(samples[..<frames(milliseconds: 62)])
    stage.noteArrival()
    stage.run(for: .milliseconds(299))
    // Nothing came; it was begun by a look of its own.
    #expect(utterance[.firstWrite] == arrival.advanced(by: .milliseconds(240)))
    utterance.write(samples[frames(milliseconds: 62)...])
    utterance.finish()
    stage.wake()
    #expect(stage.run(untilEndOf: utterance))
    #expect(utterance.stallCount == 0)
    #expect(stage.sink.heard.difference(from: samples + silence(240)) == nil)
  }

  @Test func aWaitIsBoundedAndCostsNoWork() throws {
    let prior = try learntFromAPause(of: .seconds(9))
    let stage = Stage()
    let utterance = try stage.speak(policy: .adaptive, prior: prior)
    utterance.write(noise(frames(milliseconds: 500)))
    stage.noteArrival()
    let (arrival, steps) = (stage.now, stage.stepCount)
    stage.run(for: .milliseconds(1999))
    #expect(utterance[.firstWrite] == nil)
    #expect(stage.stepCount - steps < 20)
    stage.run(for: .milliseconds(1))
    #expect(utterance[.firstWrite] == arrival.advanced(by: .seconds(2)))
  }

  @Test func aStreamThatHasEndedIsNotWaitedForWithItsRestUndecoded() throws {
    let prior = try learntFromAPause(of: .seconds(9))
    let stage = Stage()
    let utterance = try stage.speak(policy: .adaptive, prior: prior)
    utterance.write(noise(frames(milliseconds: 500)))
    stage.noteArrival()
    stage.run(for: .milliseconds(100))
    #expect(utterance[.firstWrite] == nil)
    utterance.finish()
    stage.wake()
    let end = stage.now
    #expect(stage.run(untilEndOf: utterance))
    #expect(utterance[.firstWrite] == end)
  }

  @Test func whatWasHeldBackByThePlayerIsNotLearnt() throws {
    let paused = try learnt { utterance, stage in
      utterance.write(noise(frames(milliseconds: 40)))
      stage.noteArrival()
      stage.run(for: .milliseconds(10))
      stage.perform(.pause)
      stage.run(for: .seconds(5))
      stage.perform(.resume)
      utterance.write(noise(frames(milliseconds: 40)))
    }
    #expect(paused.streamCount == 0)
    // The ring has room for a second; more has to wait until some of it is played.
    let full = try learnt(ringCapacity: 48_000) { utterance, stage in
      let bytes = noise(frames(milliseconds: 3000)).littleEndianBytes
      var sent = 0
      while sent < bytes.count {
        sent += utterance.write(bytes: Array(bytes[sent...]))
        stage.noteArrival()
        stage.run(for: .milliseconds(700))
      }
    }
    #expect(full.streamCount == 1)
    var decider = StartDecider(policy: .adaptive, prior: full)
    decider.noteArrival(total: .milliseconds(40), at: stageTime)
    #expect(decider.wanted(at: stageTime) == StartPolicy.shortestThreshold)
  }

  @Test func whatArrivedButIsNotDecodedCounts() throws {
    // Twice as fast as it sounds, but only 100 ms of it are decoded ahead.
    let prior = try learnt { utterance, stage in
      for _ in 0..<100 {
        utterance.write(noise(frames(milliseconds: 40)))
        stage.noteArrival()
        stage.run(for: .milliseconds(20))
      }
    }
    var decider = StartDecider(policy: .adaptive, prior: prior)
    decider.noteArrival(total: .milliseconds(40), at: stageTime)
    for milliseconds in stride(from: 0, to: 1900, by: 50) {
      #expect(decider.wanted(at: stageTime.advanced(by: .milliseconds(milliseconds))) <= .milliseconds(20))
    }
  }

  private let stageTime = MonotonicInstant(nanoseconds: 1_000_000_000_000)

  /// What is learnt of a stream that pauses after its first piece.
  private func learntFromAPause(of pause: Duration) throws -> StartPrior {
    try learnt { utterance, stage in
      utterance.write(noise(frames(milliseconds: 40)))
      stage.noteArrival()
      stage.run(for: pause)
      utterance.write(noise(frames(milliseconds: 1000)))
    }
  }

  /// What is learnt of a stream that `send` brings.
  private func learnt(
    ringCapacity: Int = 1 << 20, _ send: (ScriptedUtterance, Stage) -> Void
  ) throws -> StartPrior {
    let stage = Stage()
    let utterance = try stage.speak(policy: .adaptive, ringCapacity: ringCapacity)
    send(utterance, stage)
    utterance.finish()
    stage.wake()
    #expect(stage.run(untilEndOf: utterance))
    var history = ArrivalHistory()
    let service = ArrivalHistory.Service(origin: "https://api.example", encoding: .pcm(.speech))
    if let trace = utterance.end?.arrivals { history.add(trace, to: service) }
    return history.prior(for: service)
  }
}
