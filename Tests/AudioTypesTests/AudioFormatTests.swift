import AudioTypes
import Testing

@Suite struct AudioFormatTests {
  @Test(arguments: [(0, 1), (-1, 1), (384_001, 1), (24_000, 0), (24_000, 33), (.max, .max), (.min, .min)])
  func refusesWhatNoServerPlays(sampleRate: Int, channelCount: Int) {
    #expect(AudioFormat(sampleRate: sampleRate, channelCount: channelCount) == nil)
  }

  @Test func speechIsAValidFormat() {
    #expect(AudioFormat(sampleRate: 24_000, channelCount: 1) == .speech)
  }

  @Test func bytesAndFrames() throws {
    let stereo = try #require(AudioFormat(sampleRate: 48_000, channelCount: 2))
    #expect(stereo.bytesPerFrame == ByteCount(4))
    #expect(stereo.byteCount(of: FrameCount(3)) == ByteCount(12))
    #expect(stereo.frameCount(in: ByteCount(15)) == FrameCount(3))
    #expect(stereo.byteCount(of: FrameCount(.max)) == ByteCount(.max))
    #expect(stereo.byteCount(of: FrameCount(.min)) == ByteCount(.min))
  }

  @Test func durationsOfFrames() {
    #expect(AudioFormat.speech.duration(of: FrameCount(24_000)) == .seconds(1))
    #expect(AudioFormat.speech.duration(of: FrameCount(-12_000)) == .milliseconds(-500))
    #expect(AudioFormat.speech.duration(of: FrameCount(1)) == .nanoseconds(41_667))
    #expect(AudioFormat.speech.duration(of: .zero) == .zero)
  }

  @Test func framesInDurations() {
    #expect(AudioFormat.speech.frameCount(in: .milliseconds(20)) == FrameCount(480))
    #expect(AudioFormat.speech.frameCount(in: .nanoseconds(41_666)) == .zero)
    #expect(AudioFormat.speech.frameCount(in: .milliseconds(-1500)) == FrameCount(-36_000))
  }

  @Test(arguments: [1, 7, 8_000, 11_025, 22_050, 24_000, 44_100, 48_000, 352_800, 383_999, 384_000])
  func durationAndBackGivesTheSameFrames(sampleRate: Int) throws {
    let format = try #require(AudioFormat(sampleRate: sampleRate, channelCount: 1))
    for frames in Array(-2000...2000) + [10_000_019, -10_000_019, 1 << 45] {
      #expect(format.frameCount(in: format.duration(of: FrameCount(frames))) == FrameCount(frames))
    }
  }

  @Test func extremesAreHeldNotTrapped() throws {
    let fast = try #require(AudioFormat(sampleRate: 384_000, channelCount: 32))
    #expect(fast.frameCount(in: .seconds(Int64.max)) == FrameCount(.max))
    #expect(fast.frameCount(in: .seconds(Int64.min)) == FrameCount(.min))
    for frames in [Int.max, .min] {
      let duration = AudioFormat.speech.duration(of: FrameCount(frames))
      #expect(AudioFormat.speech.frameCount(in: duration) == FrameCount(frames))
    }
    let slow = try #require(AudioFormat(sampleRate: 1, channelCount: 1))
    #expect(slow.duration(of: FrameCount(.max)) == .seconds(Int64.max))
  }
}
