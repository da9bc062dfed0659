import AudioDecoding
import AudioTypes
import Prebuffering
import Seaming
import Synchronization
import Testing

@testable import Playback

/// A stream that breaks off, and the same utterance once more.
@Suite struct ContinuationTests {
  private static let samples = noise(36_000)

  @Test(arguments: [0, 1, 2, 999, 1000, 4801, 24_003, 47_998, 48_001, 71_998, 71_999, 72_000])
  func cutAtAnyByteTheSoundIsTheSame(byte: Int) throws {
    let stage = Stage()
    let utterance = try stage.speakContinued()
    let bytes = Self.samples.littleEndianBytes
    utterance.write(bytes: Array(bytes[..<byte]))
    utterance.cut()
    stage.wake()
    let continuation = try stage.attachContinuation(to: utterance)
    continuation.write(bytes: bytes)
    continuation.finish()
    stage.wake()
    #expect(stage.run(untilEndOf: utterance))
    #expect(stage.sink.heard.difference(from: Self.samples + silence(240)) == nil)
    #expect(utterance.end?.isPlayed == true && utterance.stallCount == 0)
    #expect(utterance.framesWritten == 36_000 && utterance.end?.framesHeard == FrameCount(36_000))
    let seam = try #require(utterance.progress.seam.snapshot)
    #expect(seam.position == AudioFormat.speech.duration(of: FrameCount(byte / 2)))
    #expect(seam.crossfade == .zero && seam.missing == .zero)
    #expect(byte < 2 || seam.basis == .identical)
    #expect(utterance.progress.audioLength(of: ByteCount(byte)) == (byte == 0 ? nil : .milliseconds(1500)))
  }

  @Test func whereNoStreamCameTheContinuationIsTheStream() throws {
    let stage = Stage()
    let utterance = try stage.speak(attaches: false)
    let continuation = try stage.attachContinuation(to: utterance)
    continuation.write(Self.samples)
    continuation.finish()
    stage.wake()
    #expect(stage.run(untilEndOf: utterance))
    #expect(stage.sink.heard.difference(from: Self.samples + silence(240)) == nil)
    #expect(utterance.end?.isPlayed == true && utterance.progress.seam.snapshot == nil)
  }

  @Test func whatIsInHandIsPlayedWhileTheContinuationIsAwaited() throws {
    let stage = Stage()
    let utterance = try stage.speakContinued()
    utterance.write(Self.samples[..<12_000])
    utterance.cut()
    stage.wake()
    stage.run(for: .milliseconds(400))
    let continuation = try stage.attachContinuation(to: utterance)
    for start in stride(from: 0, to: 36_000, by: 1000) {
      continuation.write(Self.samples[start..<start + 1000])
      stage.noteArrival()
      stage.run(for: .milliseconds(2))
    }
    continuation.finish()
    stage.wake()
    #expect(stage.run(untilEndOf: utterance))
    #expect(utterance.stallCount == 0 && stage.sink.passages.count == 1)
    #expect(stage.sink.heard.difference(from: Self.samples + silence(240)) == nil)
  }

  @Test func aContinuationThatComesLateEndsAStall() throws {
    let stage = Stage()
    let utterance = try stage.speakContinued()
    utterance.write(Self.samples[..<12_000])
    utterance.cut()
    stage.wake()
    stage.run(for: .milliseconds(2500))
    #expect(utterance.stallCount == 1 && utterance.isStalled && utterance.end == nil)
    let continuation = try stage.attachContinuation(to: utterance)
    continuation.write(Self.samples)
    continuation.finish()
    stage.wake()
    #expect(stage.run(untilEndOf: utterance))
    #expect(utterance.stallCount == 1 && utterance.stalledTime == .seconds(2))
    #expect(stage.sink.heard.difference(from: Self.samples + silence(240)) == nil)
    #expect(utterance.end?.isPlayed == true)
  }

  @Test func afterAStallThePolicyIsAskedAgain() throws {
    let stage = Stage()
    let utterance = try stage.speakContinued(policy: .fixed(.milliseconds(300)))
    utterance.write(Self.samples[..<12_000])
    utterance.cut()
    stage.wake()
    stage.run(for: .milliseconds(600))
    let continuation = try stage.attachContinuation(to: utterance)
    continuation.write(Self.samples[..<(12_000 + 7000)])
    stage.noteArrival()
    stage.run(for: .milliseconds(50))
    #expect(utterance.isStalled && stage.sink.passages.count == 1)
    continuation.write(Self.samples[19_000..<20_000])
    stage.noteArrival()
    stage.run(for: .milliseconds(5))
    #expect(!utterance.isStalled && stage.sink.passages.count == 2)
    continuation.write(Self.samples[20_000...])
    continuation.finish()
    stage.wake()
    #expect(stage.run(untilEndOf: utterance))
    #expect(stage.sink.heard.difference(from: Self.samples + silence(240)) == nil)
  }

  @Test func aMinuteIsSkippedInStepsThroughASmallRing() throws {
    let stage = Stage()
    let samples = noise(24_000 * 60)
    let utterance = try stage.speakContinued()
    utterance.write(samples[..<(24_000 * 20)])
    stage.noteArrival()
    stage.run(for: .seconds(19))
    utterance.cut()
    let continuation = try stage.attachContinuation(to: utterance, ringCapacity: 65_536)
    var rest = samples.littleEndianBytes[...]
    let steps = stage.stepCount
    while !rest.isEmpty, utterance.end == nil {
      rest = rest.dropFirst(continuation.write(bytes: Array(rest.prefix(65_536))))
      stage.noteArrival()
      stage.run(for: .milliseconds(1))
    }
    continuation.finish()
    stage.wake()
    #expect(stage.run(untilEndOf: utterance, limit: .seconds(60)))
    #expect(utterance.stallCount == 0 && stage.sink.passages.count == 1)
    #expect(stage.sink.heard.difference(from: samples + silence(240)) == nil)
    #expect(continuation.lowWaterCalls.count.load(ordering: .relaxed) > 20)
    #expect(stage.stepCount - steps < 45_000)
  }

  @Test func withoutAContinuationWhatCameIsPlayedAndToldToBeCutShort() throws {
    let stage = Stage()
    let utterance = try stage.speakContinued()
    utterance.write(Self.samples[..<12_000])
    utterance.cut()
    stage.wake()
    stage.run(for: .seconds(3))
    #expect(utterance.end == nil && utterance.stallCount == 1)
    utterance.progress.mayBeContinued.store(false, ordering: .releasing)
    stage.wake()
    #expect(stage.run(untilEndOf: utterance))
    #expect(utterance.end?.isCutShort == true && utterance.stallCount == 0)
    #expect(Array(stage.sink.heard.prefix(12_000)).difference(from: Array(Self.samples[..<12_000])) == nil)
    #expect(utterance.progress.seam.snapshot == nil)
  }

  @Test func aStreamThatIsWholeWaitsForNothing() throws {
    let stage = Stage()
    let utterance = try stage.speakContinued(policy: .adaptive)
    utterance.write(Self.samples)
    utterance.finish()
    stage.wake()
    #expect(stage.run(untilEndOf: utterance, limit: .milliseconds(1600)))
    #expect(utterance.end?.isPlayed == true)
  }

  @Test func aRecordingShorterThanWhatWasHeardBringsNothing() throws {
    let stage = Stage()
    let utterance = try stage.speakContinued()
    utterance.write(Self.samples[..<24_000])
    utterance.cut()
    let continuation = try stage.attachContinuation(to: utterance)
    continuation.write(Self.samples[..<12_000])
    continuation.finish()
    stage.wake()
    #expect(stage.run(untilEndOf: utterance))
    #expect(utterance.end?.isCutShort == true)
    #expect(utterance.progress.seam.snapshot?.missing == .milliseconds(500))
    #expect(stage.sink.heard.difference(from: Self.samples[..<24_000] + silence(240)) == nil)
  }

  @Test func aContinuationThatBreaksOffIsContinuedByAnother() throws {
    let stage = Stage()
    let utterance = try stage.speakContinued()
    utterance.write(Self.samples[..<12_000])
    utterance.cut()
    // The second is gone over to before it ends; then comes the third.
    for (end, milliseconds) in [(6000, 100), (20_001, 600), (36_000, 1)] {
      let continuation = try stage.attachContinuation(to: utterance)
      continuation.write(Self.samples[..<end])
      if end == 36_000 { continuation.finish() } else { continuation.cut() }
      stage.wake()
      stage.run(for: .milliseconds(milliseconds))
    }
    #expect(stage.run(untilEndOf: utterance))
    #expect(utterance.end?.isPlayed == true && utterance.stallCount == 0)
    #expect(stage.sink.heard.difference(from: Self.samples + silence(240)) == nil)
    #expect(utterance.progress.seam.snapshot?.position == AudioFormat.speech.duration(of: FrameCount(20_001)))
  }

  @Test func aPageInPlaceOfTheContinuationIsDropped() throws {
    let stage = Stage()
    let utterance = try stage.speakContinued()
    utterance.write(Self.samples[..<12_000])
    utterance.cut()
    let page = try stage.attachContinuation(to: utterance)
    page.write(bytes: Array("<html><body>502 Bad Gateway</body></html>".utf8))
    stage.noteArrival()
    page.finish()
    stage.wake()
    #expect(stage.run(untilEndOf: utterance))
    #expect(page.isReaderGone)
    guard case .notAudio(.html, _)? = utterance.progress.continuationFailure.load()?.error else {
      Issue.record("It has to be told why the rest is missing.")
      return
    }
    #expect(utterance.end?.isCutShort == true)
    #expect(stage.sink.heard.difference(from: Self.samples[..<12_000] + silence(240)) == nil)
  }

  @Test func theNextUtteranceFollowsWithoutAGapAndAStopLetsGoOfBothRings() throws {
    let stage = Stage()
    let utterance = try stage.speakContinued()
    utterance.write(Self.samples[..<12_000])
    utterance.cut()
    let next = try stage.speakContinued()
    next.write(noise(12_000, seed: 2)[..<6000])
    next.cut()
    stage.wake()
    for (of, samples) in [(utterance, Self.samples), (next, noise(12_000, seed: 2))] {
      let continuation = try stage.attachContinuation(to: of)
      continuation.write(samples)
      continuation.finish()
    }
    stage.wake()
    #expect(stage.run(untilEndOf: next))
    #expect(stage.sink.passages.count == 1)
    #expect(stage.sink.heard.difference(from: Self.samples + noise(12_000, seed: 2) + silence(240)) == nil)

    let stopped = try stage.speakContinued()
    stopped.write(Self.samples)
    stage.run(for: .milliseconds(300))
    let continuation = try stage.attachContinuation(to: stopped)
    stage.perform(.stop(nil, fade: .milliseconds(10)))
    #expect(stage.run(untilEndOf: stopped))
    #expect(stopped.end?.isStopped == true && stopped.isReaderGone && continuation.isReaderGone)
  }

  /// The audio thread would keep a processor to itself.
  @Test func whatIsLeftToFollowIsNoBusyLoopWhileALostStreamIsWrittenOnceMore() throws {
    let stage = Stage()
    let samples = noise(24_000 * 8)
    let utterance = try stage.speakContinued()
    utterance.write(samples[..<(24_000 * 6)])
    stage.noteArrival()
    stage.run(for: .seconds(5))
    utterance.cut()
    let continuation = try stage.attachContinuation(to: utterance)
    continuation.write(samples)
    continuation.finish()
    stage.perform(.setVolume(1))
    #expect(stage.engine.playouts.contains { $0.canFollowFurther })
    stage.sink.script.bufferLength = .milliseconds(30)
    stage.loseServer(for: .milliseconds(50))
    while stage.engine.isStreamLost { stage.run(for: .milliseconds(1)) }
    let steps = stage.stepCount
    stage.run(for: .milliseconds(120))
    #expect(stage.engine.mustResend, "the server does not hold so much at once")
    #expect(stage.stepCount - steps < 40)
    #expect(stage.run(untilEndOf: utterance))
    #expect(utterance.end?.isPlayed == true)
    #expect(stage.sink.heard.difference(from: samples + silence(240)) == nil)
  }
}
