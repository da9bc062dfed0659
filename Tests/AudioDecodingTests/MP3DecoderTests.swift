import AudioDecoding
import AudioTypes
import TestSupport
import Testing

/// What comes out of sound streams, and when.
@Suite struct MP3DecoderTests {
  @Test func firstAudibleFrameComesOutWithItsLastByte() throws {
    let stream = try OfflineTools.encodeUntagged(Signal.lateNoise(silentFrames: 600, frames: 24_000))
    let decoded = try Decoded.mp3(stream, nextLength: { 1 })
    // The first two frames of 576 hold the 1105 of codec delay: 47 are left in the second.
    let first = try #require(decoded.blocks.first)
    #expect(first.after == 2 * 192)
    #expect(first.samples.count == 47)
    #expect(decoded.summary.leadingFramesDropped == FrameCount(1105))
    for (index, block) in decoded.blocks.enumerated() {
      #expect(block.after == (2 + index) * 192)
      #expect(block.format == .speech)
    }
    #expect(decoded.summary.framesDecoded == FrameCount(decoded.samples.count))
    #expect(decoded.summary.bytesFed == ByteCount(stream.count))
    #expect(!decoded.summary.truncatedTail)
  }

  @Test func loudStartEndsTheTrimButNotBeforeTheDecodersDelay() throws {
    // Cut out of the middle of a stream whose frames need nothing of those before them, so that it is loud at once.
    let options = ["--cbr", "-b", "64", "--nores", "-t"]
    let stream = try OfflineTools.encode(Signal.noise(frames: 24_000), .speech, options)
    let middle = Array(stream[(192 * 8)...])
    let decoded = try Decoded.mp3(middle, nextLength: { 1 })
    let dropped = decoded.summary.leadingFramesDropped
    #expect(dropped >= FrameCount(529) && dropped < FrameCount(576))
    #expect(decoded.samples == withoutCodecDelay(try OfflineTools.decode(middle), sampleRate: 24_000))
    #expect(decoded.blocks.first?.after == 192)
  }

  @Test(arguments: [8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000], [1, 2])
  func untaggedStreamEqualsTheOfflineDecodeLessTheDelay(rate: Int, channels: Int) throws {
    let format = try #require(AudioFormat(sampleRate: rate, channelCount: channels))
    let input = Signal.noise(frames: rate / 2, channels: channels)
    let stream = try OfflineTools.encode(input, format, ["-t", "--resample", String(Double(rate) / 1000)])
    let decoded = try Decoded.mp3(stream)
    #expect(decoded.formats == [format])
    #expect(decoded.samples == withoutCodecDelay(try OfflineTools.decode(stream), channels: channels, sampleRate: rate))
    #expect(decoded.summary.garbageBytes == .zero)
  }

  @Test(arguments: [24_000, 44_100], [["--cbr", "-b", "64"], ["-V", "4"], ["--abr", "48"]])
  func taggedStreamIsCutByItsTagAtBothEnds(rate: Int, options: [String]) throws {
    let format = try #require(AudioFormat(sampleRate: rate, channelCount: 1))
    let input = Signal.noise(frames: 30_001)
    let stream = try OfflineTools.encode(input, format, options + ["--resample", String(Double(rate) / 1000)])
    let decoded = try Decoded.mp3(stream)
    #expect(decoded.samples.count == input.count)
    #expect(decoded.samples == (try OfflineTools.decode(stream)))
    #expect(decoded.summary.leadingFramesDropped == .zero)
  }

  @Test(arguments: [44_100, 24_000, 8_000])
  func framesOfEveryBitRateAreFound(rate: Int) throws {
    let format = try #require(AudioFormat(sampleRate: rate, channelCount: 1))
    let mpeg1 = [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320]
    let mpeg2 = [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160]
    // LAME goes no higher than 64 kbit/s in MPEG 2.5.
    let bitRates = rate > 24_000 ? mpeg1 : rate > 12_000 ? mpeg2 : Array(mpeg2.prefix(8))
    for bitRate in bitRates {
      let options = ["--cbr", "-b", String(bitRate), "-t", "--resample", String(Double(rate) / 1000)]
      let stream = try OfflineTools.encode(Signal.noise(frames: rate / 4), format, options)
      let decoded = try Decoded.mp3(stream)
      #expect(decoded.summary.garbageBytes == .zero, "\(bitRate) kbit/s")
      #expect(
        decoded.samples == withoutCodecDelay(try OfflineTools.decode(stream), sampleRate: rate), "\(bitRate) kbit/s")
    }
  }

  @Test func infoFrameCostsItsBytesAndNoMore() throws {
    let options = ["--cbr", "-b", "64"]
    let stream = try OfflineTools.encode(Signal.noise(frames: 24_000), .speech, options)
    let decoded = try Decoded.mp3(stream, nextLength: { 1 })
    let first = try #require(decoded.blocks.first)
    #expect(first.after == 3 * 192)
    #expect(first.samples.count == 47)
  }

  @Test(arguments: 0..<20)
  func anySplitGivesTheSame(seed: UInt64) throws {
    let stream = try OfflineTools.encode(
      Signal.noise(frames: 20_000), .speech, ["--cbr", "-b", "64"] + (seed % 2 == 0 ? ["-t"] : []))
    var random = SeededGenerator(seed: seed)
    let whole = try Decoded.mp3(stream)
    let split = try Decoded.mp3(stream, nextLength: { Int.random(in: 1...(1 << (seed % 12)), using: &random) })
    #expect(split.samples == whole.samples)
    #expect(split.summary == whole.summary)
  }

  @Test func bigID3TagIsSteppedOver() throws {
    let audio = try OfflineTools.encodeUntagged(Signal.noise(frames: 12_000))
    // A picture of 300 kB, full of what looks like the start of a frame.
    let picture = [UInt8](repeating: 0xFF, count: 300_000)
    let length = (0..<4).map { UInt8(picture.count >> (7 * (3 - $0)) & 0x7F) }
    let tag = Array("ID3".utf8) + [4, 0, 0] + length + picture
    let tagged = try Decoded.mp3(tag + audio)
    let bare = try Decoded.mp3(audio)
    #expect(tagged.samples == bare.samples)
    #expect(tagged.error == nil)
    #expect(tagged.summary.garbageBytes == .zero)
    // Not a byte later than the audio itself asks for.
    let slow = try Decoded.mp3(tag + audio, nextLength: { 1 })
    let bareSlow = try Decoded.mp3(audio, nextLength: { 1 })
    #expect(slow.blocks.map(\.after) == bareSlow.blocks.map { $0.after + tag.count })
  }

  @Test(arguments: pieceLengths)
  func bigAPETagBehindTheAudioIsSteppedOver(length: Int) throws {
    let audio = try OfflineTools.encodeUntagged(Signal.noise(frames: 12_000))
    let tag = Tags.ape(pictureBytes: 100_000)
    let bare = try Decoded.mp3(audio)
    for tail in [tag, tag + Tags.id3v1] {
      let tagged = try Decoded.mp3(audio + tail, nextLength: { length })
      #expect(tagged.samples == bare.samples)
      #expect(tagged.error == nil)
      #expect(tagged.summary.bytesFed == ByteCount(audio.count + tail.count))
      #expect(tagged.summary.garbageBytes == .zero)
      #expect(tagged.summary.resyncCount == 0)
      #expect(!tagged.summary.truncatedTail)
    }
    let cut = try Decoded.mp3(audio + tag.dropLast(), nextLength: { length })
    #expect(cut.samples == bare.samples)
    #expect(cut.summary.truncatedTail)
  }

  @Test func joinedTaggedFilesPlayWithoutASeam() throws {
    let inputs = [Signal.noise(frames: 15_000, seed: 1), Signal.noise(frames: 12_345, seed: 2)]
    let files = try inputs.map {
      try OfflineTools.encode($0, .speech, ["--cbr", "-b", "64", "--tt", "Title", "--add-id3v2"])
    }
    let decoded = try Decoded.mp3(files[0] + files[1])
    #expect(decoded.samples == (try OfflineTools.decode(files[0]) + OfflineTools.decode(files[1])))
    #expect(decoded.samples.count == 27_345)
    #expect(decoded.summary.garbageBytes == .zero)
    #expect(decoded.summary.resyncCount == 0)
    #expect(!decoded.summary.truncatedTail)
  }

  @Test func audioBeyondWhatTheTagAnnouncedIsPlayed() throws {
    let tagged = try OfflineTools.encode(Signal.noise(frames: 15_000), .speech, ["--cbr", "-b", "64"])
    let untagged = try OfflineTools.encodeUntagged(Signal.noise(frames: 12_000, seed: 2))
    let decoded = try Decoded.mp3(tagged + untagged)
    #expect(decoded.error == nil)
    #expect(decoded.samples.count == 15_000 + (try OfflineTools.decode(untagged).count))
  }

  @Test func resetLeavesNothingOfTheFormerStream() throws {
    let first = try OfflineTools.encode(
      Signal.noise(frames: 9_000, channels: 2), try #require(AudioFormat(sampleRate: 44_100, channelCount: 2)), [])
    let second = try OfflineTools.encodeUntagged(Signal.noise(frames: 12_000, seed: 7))
    var decoder = try MP3Decoder()
    // Left in the middle of a frame, then after an error, then after a clean end.
    _ = Decoded.stream(Array(first.dropLast(100)), through: &decoder)
    try decoder.reset()
    #expect(decoder.summary == DecodingSummary())
    let page = Decoded.stream(Array("<html>no audio to be had here</html>".utf8), through: &decoder)
    #expect(page.error != nil)
    try decoder.reset()
    let again = Decoded.stream(second, through: &decoder)
    #expect(again == (try Decoded.mp3(second)))
    try decoder.reset()
    #expect(Decoded.stream(second, through: &decoder) == again)
  }

  @Test func emptyStreamIsNoError() throws {
    #expect(try Decoded.mp3([]) == Decoded())
  }
}
