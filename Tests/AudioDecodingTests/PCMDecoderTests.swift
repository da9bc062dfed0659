import AudioDecoding
import AudioTypes
import TestSupport
import Testing

@Suite struct PCMDecoderTests {
  @Test(arguments: [1, 2, 6], 1...37)
  func framesSurviveAnySplit(channels: Int, length: Int) throws {
    let format = try #require(AudioFormat(sampleRate: 48_000, channelCount: channels))
    let samples = Signal.noise(frames: 500, channels: channels)
    var decoder = PCMDecoder(format: format)
    let decoded = Decoded.stream(samples.littleEndianBytes, through: &decoder, nextLength: { length })
    #expect(decoded.samples == samples)
    #expect(decoded.formats == [format])
    #expect(decoded.blocks.allSatisfy { $0.samples.count % channels == 0 })
    #expect(decoded.summary.framesDecoded == FrameCount(500))
    #expect(!decoded.summary.truncatedTail)
  }

  @Test(arguments: 0..<12)
  func brokenLastFrameIsDroppedAndSaid(cut: Int) throws {
    let format = try #require(AudioFormat(sampleRate: 24_000, channelCount: 2))
    let samples = Signal.noise(frames: 40, channels: 2)
    var decoder = PCMDecoder(format: format)
    let decoded = Decoded.stream(Array(samples.littleEndianBytes.dropLast(cut)), through: &decoder, nextLength: { 7 })
    #expect(decoded.samples == Array(samples.prefix((160 - cut) / 4 * 2)))
    #expect(decoded.summary.truncatedTail == (cut % 4 != 0))
    #expect(decoded.summary.bytesFed == ByteCount(160 - cut))
  }

  @Test func largestFeedFitsBehindAPartialFrame() throws {
    let format = try #require(AudioFormat(sampleRate: 384_000, channelCount: 32))
    let samples = Signal.noise(frames: 1_000, channels: 32)
    var isFirst = true
    var decoder = PCMDecoder(format: format)
    let decoded = Decoded.stream(samples.littleEndianBytes, through: &decoder) {
      defer { isFirst = false }
      return isFirst ? 63 : PCMDecoder.maximumFeed.rawValue
    }
    #expect(decoded.samples == samples)
  }

  @Test func textIsNotPlayedAsNoise() {
    var decoder = PCMDecoder(format: .speech)
    let reply = Array(#"{"ok": false, "code": "RATE_LIMITED", "detail": "later"}"#.utf8)
    let decoded = Decoded.stream(reply, through: &decoder)
    #expect(decoded.error == .notAudio(.json, after: ByteCount(16)))
    #expect(decoded.blocks.isEmpty)
  }

  @Test func emptyStreamIsNoError() {
    var decoder = PCMDecoder(format: .speech)
    #expect(Decoded.stream([], through: &decoder) == Decoded())
  }

  @Test func resetForgetsHalfAFrame() throws {
    var decoder = PCMDecoder(format: .speech)
    _ = Decoded.stream([0, 1, 2], through: &decoder)
    try decoder.reset()
    #expect(Decoded.stream([-2, 3].littleEndianBytes, through: &decoder).samples == [-2, 3])
  }
}

@Suite struct StreamDecoderTests {
  @Test func decodesWhatWasAnnounced() throws {
    let stream = try OfflineTools.encodeUntagged(Signal.noise(frames: 12_000))
    var mp3 = try StreamDecoder(.mp3)
    #expect(Decoded.stream(stream, through: &mp3) == (try Decoded.mp3(stream)))
    try mp3.reset()
    #expect(mp3.summary == DecodingSummary())

    let format = try #require(AudioFormat(sampleRate: 16_000, channelCount: 2))
    var pcm = try StreamDecoder(.pcm(format))
    var reference = PCMDecoder(format: format)
    let bytes = Signal.bytes(count: 5_001, seed: 3)
    let decoded = Decoded.stream(bytes, through: &pcm)
    #expect(decoded == Decoded.stream(bytes, through: &reference))
    #expect(decoded.summary.truncatedTail)
  }
}
