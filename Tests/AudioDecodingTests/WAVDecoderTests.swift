import AudioDecoding
import AudioTypes
import TestSupport
import Testing

@Suite struct WAVDecoderTests {
  private let samples = Signal.noise(frames: 9_001)

  private func decode(_ bytes: [UInt8], by length: Int = 4096) -> Decoded {
    var decoder = WAVDecoder()
    return Decoded.stream(bytes, through: &decoder, nextLength: { length })
  }

  @Test(arguments: pieceLengths)
  func sixteenBitsComeOutAsTheyAre(length: Int) throws {
    let format = try #require(AudioFormat(sampleRate: 44_100, channelCount: 2))
    let samples = Signal.noise(frames: 5_000, channels: 2)
    let decoded = decode(WAVFile(channels: 2, rate: 44_100).bytes(samples.littleEndianBytes), by: length)
    #expect(decoded.samples == samples)
    #expect(decoded.formats == [format])
    #expect(decoded.error == nil)
    #expect(!decoded.summary.truncatedTail)
    #expect(decoded.summary.framesDecoded == FrameCount(5_000))
    #expect(
      decoded.blocks.allSatisfy { $0.samples.count <= WAVDecoder.maximumBlockSamples && $0.samples.count % 2 == 0 })
  }

  @Test func aFrameIsOutWithItsLastByte() {
    let decoded = decode(WAVFile().bytes(samples.littleEndianBytes), by: 1)
    #expect(decoded.blocks.first?.after == 46)
    #expect(decoded.blocks.count == samples.count)
  }

  @Test(
    arguments: ["pcm_u8", "pcm_s16le", "pcm_s24le", "pcm_s32le", "pcm_f32le", "pcm_f64le"], [1, 3])
  func everyWidthEqualsTheOfflineDecode(codec: String, channels: Int) throws {
    let format = try #require(AudioFormat(sampleRate: 22_050, channelCount: channels))
    let samples = Signal.noise(frames: 3_000, channels: channels)
    // Noise that is filtered has low bits that 16-bit samples do not.
    let options = ["-af", "volume=0.7", "-c:a", codec, "-f", "wav"]
    let file = try OfflineTools.ffmpeg(samples, format, options)
    let decoded = decode(file, by: 1009)
    #expect(decoded.samples == (try OfflineTools.ffmpegDecode(file, as: "wav")))
    #expect(decoded.samples.count == 3_000 * channels)
    #expect(decoded.formats == [format])
    #expect(!decoded.summary.truncatedTail)
  }

  @Test func floatingPointIsHeldWithinBounds() {
    let values: [Float] = [0, 1, -1, 2, -2, .infinity, -.infinity, .nan, 0.5, 1e-9]
    let bytes = values.flatMap { little(Int($0.bitPattern), 4) }
    let decoded = decode(WAVFile(tag: 3, bits: 32).bytes(bytes))
    #expect(decoded.samples == [0, 32_767, -32_768, 32_767, -32_768, 32_767, -32_768, 0, 16_384, 0])
  }

  @Test(arguments: [0, 0xFFFF_FFFF, 0x7FFF_F000] as [UInt32])
  func lengthThatNobodyKnewIsTheWholeStream(length: UInt32) {
    let decoded = decode(WAVFile(dataLength: length).bytes(samples.littleEndianBytes), by: 977)
    #expect(decoded.samples == samples)
    #expect(!decoded.summary.truncatedTail)
  }

  @Test(arguments: [false, true], [1, 7, 4096])
  func otherChunksAreSteppedOver(isExtensible: Bool, length: Int) {
    let between =
      WAVFile.chunk("LIST", Array("INFOx".utf8)) + WAVFile.chunk("JUNK", [UInt8](repeating: 0xFF, count: 70_001))
    let after = WAVFile.chunk("id3 ", Signal.bytes(count: 501, seed: 4))
    let file = WAVFile(isExtensible: isExtensible, between: between, after: after)
    let decoded = decode(file.bytes(samples.littleEndianBytes), by: length)
    #expect(decoded.samples == samples)
    #expect(!decoded.summary.truncatedTail)
  }

  @Test func anOddLengthIsPadded() {
    let bytes = Signal.bytes(count: 1_001, seed: 9)
    let file = WAVFile(bits: 8, after: WAVFile.chunk("LIST", [1, 2, 3]))
    let decoded = decode(file.bytes(bytes) + WAVFile().bytes([1, 2].littleEndianBytes), by: 3)
    #expect(decoded.samples == bytes.map { (Int16($0) - 128) << 8 } + [1, 2])
    #expect(decoded.error == nil)
  }

  @Test(arguments: [1, 2, 3, 1_000, 18_001])
  func whatWasCutOffIsSaid(cut: Int) {
    let whole = WAVFile().bytes(samples.littleEndianBytes)
    let decoded = decode(Array(whole.dropLast(cut)), by: 501)
    #expect(decoded.samples == Array(samples.dropLast((cut + 1) / 2)))
    #expect(decoded.summary.truncatedTail)
    #expect(decoded.error == nil)
  }

  @Test(arguments: [1, 12, 20, 40])
  func aHeadThatWasCutOffIsNoCrash(kept: Int) {
    let decoded = decode(Array(WAVFile().bytes([]).prefix(kept)), by: 1)
    #expect(decoded.blocks.isEmpty)
    #expect(kept < 12 ? decoded.error == .notAudio(.unknown, after: ByteCount(kept)) : decoded.summary.truncatedTail)
  }

  @Test(arguments: [
    WAVFile(tag: 6, bits: 8), WAVFile(tag: 0x55, bits: 16), WAVFile(channels: 33), WAVFile(rate: 0),
    WAVFile(rate: 400_000), WAVFile(channels: 0),
  ])
  func whatCannotBePlayedIsNamed(file: WAVFile) {
    let decoded = decode(file.bytes([UInt8](repeating: 1, count: 4_000)), by: 11)
    guard case .unsupported(let what) = decoded.error else {
      Issue.record("\(String(describing: decoded.error))")
      return
    }
    #expect(what.hasPrefix("WAV of "))
    #expect(decoded.blocks.isEmpty)
  }

  @Test func aFileIsPlayedAfterAnotherWasLeftInTheMiddle() throws {
    var decoder = WAVDecoder()
    let file = WAVFile(channels: 2).bytes(samples.littleEndianBytes)
    _ = Decoded.stream(Array(file.prefix(1_001)), through: &decoder)
    try decoder.reset()
    #expect(decoder.summary == DecodingSummary())
    #expect(Decoded.stream(WAVFile().bytes(samples.littleEndianBytes), through: &decoder).samples == samples)
  }
}
