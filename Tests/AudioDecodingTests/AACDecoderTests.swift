import AudioDecoding
import AudioTypes
import TestSupport
import Testing

@Suite struct AACDecoderTests {
  private func decode(_ bytes: [UInt8], by length: Int = 4096) throws -> Decoded {
    var decoder = try AACDecoder()
    return Decoded.stream(bytes, through: &decoder, nextLength: { length })
  }

  private func encode(frames: Int, _ format: AudioFormat = .speech, _ options: [String] = []) throws -> [UInt8] {
    let samples = Signal.noise(frames: frames, channels: format.channelCount)
    return try OfflineTools.ffmpeg(samples, format, ["-c:a", "aac", "-f", "adts"] + options)
  }

  @Test(arguments: pieceLengths)
  func equalsTheOfflineDecode(length: Int) throws {
    let stream = try encode(frames: 30_001)
    let decoded = try decode(stream, by: length)
    let reference = try OfflineTools.ffmpegDecode(stream, as: "aac")
    #expect(decoded.samples.count == reference.count)
    #expect(decoded.samples.count >= 30_001)
    #expect(isSameSound(decoded.samples[...], reference[...]))
    #expect(decoded.formats == [.speech])
    #expect(decoded.error == nil)
    #expect(decoded.summary.garbageBytes == .zero)
    #expect(!decoded.summary.truncatedTail)
    #expect(decoded.summary.framesDecoded == FrameCount(reference.count))
  }

  @Test(arguments: [8_000, 22_050, 44_100, 48_000, 96_000], [1, 2, 6])
  func everyRateAndLayout(rate: Int, channels: Int) throws {
    let format = try #require(AudioFormat(sampleRate: rate, channelCount: channels))
    let stream = try encode(frames: 12_000, format)
    let decoded = try decode(stream, by: 1_009)
    #expect(decoded.formats == [format])
    #expect(isSameSound(decoded.samples[...], try OfflineTools.ffmpegDecode(stream, as: "aac")[...]))
  }

  @Test func aFrameIsOutWithItsLastByte() throws {
    let stream = try encode(frames: 24_000)
    let decoded = try decode(stream, by: 1)
    var end = 0
    var ends: [Int] = []
    while end + 7 <= stream.count {
      end += Int(stream[end + 3] & 3) << 11 | Int(stream[end + 4]) << 3 | Int(stream[end + 5] >> 5)
      ends.append(end)
    }
    #expect(decoded.blocks.map(\.after) == ends)
  }

  @Test(arguments: [1, 50, 1_000])
  func whatWasCutOffIsSaid(cut: Int) throws {
    let stream = try encode(frames: 48_000)
    let whole = try decode(stream)
    let decoded = try decode(Array(stream.dropLast(cut)))
    #expect(decoded.error == nil)
    #expect(decoded.summary.truncatedTail)
    #expect(decoded.samples == Array(whole.samples.prefix(decoded.samples.count)))
    #expect(!decoded.samples.isEmpty && decoded.samples.count < whole.samples.count)
  }

  @Test(arguments: 0..<8 as Range<UInt64>)
  func damageIsSkipped(seed: UInt64) throws {
    let stream = try encode(frames: 96_000)
    let whole = try decode(stream)
    var random = SeededGenerator(seed: seed)
    let place = Int.random(in: stream.count / 3..<stream.count / 2, using: &random)
    let garbage = Signal.bytes(count: 700, seed: seed)
    let decoded = try decode(Array(stream[..<place] + garbage + stream[(place + 300)...]))
    #expect(decoded.error == nil)
    #expect(decoded.summary.resyncCount >= 1)
    #expect(decoded.samples.prefix(24_000) == whole.samples.prefix(24_000))
    #expect(isSameSound(decoded.samples.suffix(24_000), whole.samples.suffix(24_000)))
  }

  @Test(arguments: ["<html><head><title>502</title>", #"{"ok": false, "code": "X"}"#])
  func textIsNotAudio(text: String) throws {
    guard case .notAudio(let content, _) = try decode(Array(text.utf8)).error else {
      Issue.record("no error")
      return
    }
    #expect(content == (text.hasPrefix("<") ? .html : .json))
  }
}
