import AudioTypes
import Prebuffering
import Synchronization
import Testing

@testable import Playback

/// Between the first sample and the last.
@Suite struct SteadyTests {
  @Test func aStreamAtTwiceItsSpeedNeverStalls() throws {
    let stage = Stage()
    let utterance = try stage.speak()
    let samples = noise(frames(milliseconds: 4000))
    for start in stride(from: 0, to: samples.count, by: frames(milliseconds: 40)) {
      utterance.write(samples[start..<start + frames(milliseconds: 40)])
      stage.noteArrival()
      stage.run(for: .milliseconds(20))
    }
    utterance.finish()
    stage.wake()
    let ahead = stage.sink.writeIndex - (stage.sink.heardIndex ?? .zero)
    #expect(AudioFormat.speech.duration(of: ahead) >= .milliseconds(100), "the sink is kept filled")
    #expect(stage.run(untilEndOf: utterance))
    #expect(stage.sink.heard.difference(from: samples + silence(240)) == nil)
    #expect(stage.sink.passages.count == 1)
    #expect(utterance.stallCount == 0)
  }

  @Test func theSinkMayTakeAsLittleAsItLikes() throws {
    var script = ScriptedSink.Script()
    script.writeLimit = FrameCount(7)
    let stage = Stage(script)
    let samples = noise(12_345)
    let utterance = try stage.speak(whole: samples)
    #expect(stage.run(untilEndOf: utterance))
    #expect(stage.sink.heard.difference(from: samples + silence(240)) == nil)
  }

  @Test func aRingThatHasRunDownAsksForMore() throws {
    let stage = Stage()
    let utterance = try stage.speak(ringCapacity: 48_000)
    let samples = noise(60_000)
    let bytes = samples.littleEndianBytes
    var sent = 0
    var calls = 0
    while sent < bytes.count {
      let taken = utterance.write(bytes: Array(bytes[sent...]))
      sent += taken
      try #require(taken > 0, "it asked although the ring was full, or never did")
      stage.noteArrival()
      calls = utterance.lowWaterCalls.count.load(ordering: .relaxed)
      for _ in 0..<2000 where utterance.lowWaterCalls.count.load(ordering: .relaxed) == calls {
        stage.run(for: .milliseconds(1))
      }
    }
    utterance.finish()
    stage.wake()
    #expect(stage.run(untilEndOf: utterance))
    #expect(stage.sink.heard.difference(from: samples + silence(240)) == nil)
    #expect(utterance.stallCount == 0)
    #expect(utterance.progress.ringHighWater.load(ordering: .relaxed) == 48_000)
  }

  @Test func volumeHoldsForWhatIsWrittenFromNowOn() throws {
    let stage = Stage(volume: 0.5)
    let samples = noise(frames(milliseconds: 600))
    let utterance = try stage.speak(whole: samples)
    stage.run(for: .milliseconds(50))
    let before = stage.sink.writeIndex.rawValue
    stage.perform(.setVolume(1))
    #expect(stage.run(untilEndOf: utterance))
    let half = Gain(0.5)
    #expect(
      stage.sink.heard.difference(
        from: samples.prefix(before).map(half.apply) + samples.dropFirst(before) + silence(240)) == nil)
  }

  @Test(
    arguments: [AudioFormat(sampleRate: 384_000, channelCount: 32), AudioFormat(sampleRate: 7, channelCount: 1)],
    [StartPolicy.immediate, .fixed(.seconds(2))])
  func theWidestAndTheSlowestFormatsPlay(format: AudioFormat?, policy: StartPolicy) throws {
    let format = try #require(format)
    let stage = Stage()
    let samples = noise(format.sampleRate * 30 / 1000 + 1, channels: format.channelCount)
    let utterance = try stage.speak(.pcm(format), policy: policy, ringCapacity: 1 << 24)
    utterance.write(samples)
    utterance.finish()
    stage.wake()
    #expect(stage.run(untilEndOf: utterance))
    #expect(utterance.end?.isPlayed == true)
    #expect(Array(stage.sink.heard.prefix(samples.count)).difference(from: samples) == nil)
  }
}
