import AudioDecoding
import AudioTypes
import TestSupport
import Testing

@Suite struct FLACDecoderTests {
  private func decode(_ bytes: [UInt8], by length: Int = 4096) throws -> Decoded {
    try Decoded.flac(bytes, by: length)
  }

  @Test(arguments: pieceLengths)
  func samplesComeOutAsTheyWentIn(length: Int) throws {
    let samples = Signal.noise(frames: 30_001)
    let stream = try OfflineTools.flac(samples, .speech)
    let decoded = try decode(stream, by: length)
    #expect(decoded.samples == samples)
    #expect(decoded.formats == [.speech])
    #expect(decoded.summary.framesDecoded == FrameCount(30_001))
    #expect(decoded.summary.garbageBytes == .zero)
    #expect(!decoded.summary.truncatedTail)
    #expect(decoded.blocks.allSatisfy { $0.samples.count <= FLACDecoder.maximumBlockSamples })
  }

  @Test(
    arguments: [1, 2, 6],
    [["-0", "--blocksize=16"], ["-8"], ["-0", "--blocksize=4608", "--lax"], ["--blocksize=65535", "--lax"]])
  func everyShapeOfFrame(channels: Int, options: [String]) throws {
    let format = try #require(AudioFormat(sampleRate: 48_000, channelCount: channels))
    let samples = Signal.noise(frames: 20_000, channels: channels)
    let decoded = try decode(try OfflineTools.flac(samples, format, options), by: 1_009)
    #expect(decoded.samples == samples)
    #expect(decoded.formats == [format])
  }

  @Test func aFrameIsOutWithTheHeaderOfTheNext() throws {
    let samples = Signal.noise(frames: 40_960)
    let stream = try OfflineTools.flac(samples, .speech, ["--no-padding"])
    let decoded = try decode(stream, by: 1)
    let starts = try OfflineTools.flacFrameStarts(in: stream)
    #expect(starts.count == 10)
    for (start, block) in zip(starts.dropFirst(), decoded.blocks) {
      #expect(block.samples.count == 4_096)
      #expect((start + 1...start + 16).contains(block.after))
    }
    #expect(decoded.blocks.count == 10)
  }

  @Test func widerSamplesLoseTheirLowBits() throws {
    let stream = try OfflineTools.ffmpeg(
      Signal.noise(frames: 20_000), .speech, ["-af", "volume=0.7", "-c:a", "flac", "-sample_fmt", "s32", "-f", "flac"])
    let decoded = try decode(stream)
    #expect(decoded.samples == (try OfflineTools.ffmpegDecode(stream, as: "flac")))
    #expect(decoded.samples.count == 20_000)
  }

  @Test func headsWithoutALengthAndBigBlocksOfMetadata() throws {
    let samples = Signal.noise(frames: 12_000)
    var stream = try OfflineTools.flac(samples, .speech, ["--padding=300000"])
    for index in 8 + 14..<8 + 18 { stream[index] = 0 }
    stream[8 + 13] &= 0xF0
    let decoded = try decode(stream, by: 999)
    #expect(decoded.samples == samples)
    #expect(!decoded.summary.truncatedTail)
  }

  @Test func joinedStreamsPlayOn() throws {
    let stereo = try #require(AudioFormat(sampleRate: 44_100, channelCount: 2))
    let first = Signal.noise(frames: 12_000)
    let second = Signal.noise(frames: 9_000, channels: 2, seed: 2)
    let decoded = try decode(try OfflineTools.flac(first, .speech) + OfflineTools.flac(second, stereo), by: 333)
    #expect(decoded.samples == first + second)
    #expect(decoded.formats == [.speech, stereo])
    #expect(!decoded.summary.truncatedTail)
  }

  @Test(arguments: [1, 100, 5_000, 30_000])
  func whatWasCutOffIsSaid(cut: Int) throws {
    let samples = Signal.noise(frames: 40_000)
    let stream = try OfflineTools.flac(samples, .speech)
    let decoded = try decode(Array(stream.dropLast(cut)))
    #expect(decoded.error == nil)
    #expect(decoded.summary.truncatedTail)
    #expect(!decoded.samples.isEmpty && decoded.samples.count % 4_096 == 0)
    #expect(decoded.samples == Array(samples.prefix(decoded.samples.count)))
  }

  @Test func theEndOfAFrameIsNoEndOfTheStream() throws {
    let stream = try OfflineTools.flac(Signal.noise(frames: 40_960), .speech)
    let firstEnd = try #require(try decode(stream, by: 1).blocks.first).after
    // Some bytes more than the first frame: none of the second can be decoded.
    let decoded = try decode(Array(stream.prefix(firstEnd)))
    #expect(decoded.samples.count == 4_096)
    #expect(decoded.summary.truncatedTail)
  }

  @Test(arguments: 0..<8 as Range<UInt64>)
  func damageCostsTheFramesItIsIn(seed: UInt64) throws {
    let samples = Signal.noise(frames: 81_920)
    var stream = try OfflineTools.flac(samples, .speech)
    var random = SeededGenerator(seed: seed)
    let place = Int.random(in: 30_000..<stream.count - 30_000, using: &random)
    stream[place] ^= 0x10
    let decoded = try decode(stream)
    #expect(decoded.error == nil)
    let heard = decoded.samples
    let isOneFrameMissing = (0..<20).contains { frame in
      let (start, end) = (4_096 * frame, 4_096 * (frame + 1))
      return heard == Array(samples[..<start] + samples[end...])
    }
    #expect(isOneFrameMissing)
    #expect(decoded.summary.resyncCount == 1)
    #expect(decoded.summary.garbageBytes > .zero)
  }

  @Test func tooMuchDamageIsAnError() throws {
    let stream = try OfflineTools.flac(Signal.noise(frames: 12_000), .speech)
    let decoded = try decode(stream + [UInt8](repeating: 0x55, count: 200_000))
    guard case .tooMuchGarbage(let skipped) = decoded.error else {
      Issue.record("\(String(describing: decoded.error))")
      return
    }
    #expect(skipped.rawValue <= 65_537)
    #expect(decoded.samples.count >= 8_192)
  }

  @Test(arguments: [[UInt8](), Array("fLaC".utf8), Array("fLaX".utf8) + [0, 0, 0, 34]])
  func heads(bytes: [UInt8]) throws {
    let decoded = try decode(bytes, by: 1)
    #expect(decoded.blocks.isEmpty)
    #expect((decoded.error != nil) == (bytes.count > 4))
    #expect(decoded.summary.truncatedTail == (bytes.count == 4))
  }
}
