import AudioDecoding
import AudioTypes
import TestSupport
import Testing

/// Where the audio ends in a stream that does not say so.
@Suite struct TrailingPaddingTests {
  @Test(arguments: Array(stride(from: 24_000, to: 24_576, by: 41)))
  func theEndOfALoudSoundIsFoundToAFewFrames(length: Int) throws {
    let (padding, excess) = try padding(behind: Self.noise(frames: length), options: ["--cbr", "-b", "64"])
    #expect((47...622).contains(excess))
    #expect(padding <= excess + 6 && padding >= excess - 40, "\(padding) instead of \(excess)")
  }

  @Test(arguments: [8_000, 16_000, 22_050, 44_100, 48_000], [1, 2])
  func atOtherRatesToo(rate: Int, channels: Int) throws {
    let format = try #require(AudioFormat(sampleRate: rate, channelCount: channels))
    for length in [rate, rate + 333] {
      let sound = Self.noise(frames: length, channels: channels)
      let (padding, excess) = try padding(behind: sound, format)
      #expect(padding <= excess + 16, "\(padding) instead of \(excess)")
    }
  }

  @Test func aSoundThatEndsInSilenceLosesNoneOfItThatIsNotCertain() throws {
    for length in stride(from: 24_000, to: 24_576, by: 97) {
      let sound = Self.noise(frames: length - 4800) + [Int16](repeating: 0, count: 4800)
      #expect(try padding(behind: sound).found == 47)
    }
  }

  @Test func whatFadesLosesNothingAudible() throws {
    for length in stride(from: 24_000, to: 24_576, by: 97) {
      let sound = Self.noise(frames: length).enumerated().map { index, sample in
        Int16(Int(sample) * min(2400, length - index) / 2400)
      }
      let (padding, excess) = try padding(behind: sound)
      let lost = sound.suffix(max(0, padding - excess))
      let power = lost.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(max(1, lost.count))
      #expect(power < 327 * 327, "\(padding) instead of \(excess)")
    }
  }

  @Test func aStreamCutOutOfALongerOneIsLeftWhole() throws {
    let options = ["--cbr", "-b", "64", "--nores", "-t"]
    let stream = try OfflineTools.encode(Self.noise(frames: 48_000), .speech, options)
    let decoded = try Decoded.mp3(Array(stream.prefix(192 * 40)))
    #expect(try length(in: decoded, .speech) == 0)
  }

  @Test func whatATagTellsIsLeftToTheLibrary() throws {
    let stream = try OfflineTools.encode(Self.noise(frames: 24_000), .speech, ["--cbr", "-b", "64"])
    #expect(try Decoded.mp3(stream).summary.trailingPadding == nil)
  }

  /// Equally loud from its first to its last sample.
  private static func noise(frames: Int, channels: Int = 1) -> [Int16] {
    var random = SeededGenerator(seed: 5)
    return (0..<frames * channels).map { _ in Int16.random(in: -8000...8000, using: &random) }
  }

  /// What is found, and how many frames more come out of the decoder than went into the encoder.
  private func padding(
    behind sound: [Int16], _ format: AudioFormat = .speech, options: [String] = []
  ) throws -> (found: Int, excess: Int) {
    let kilohertz = String(Double(format.sampleRate) / 1000)
    let decoded = try Decoded.mp3(try OfflineTools.encode(sound, format, options + ["-t", "--resample", kilohertz]))
    let all = (decoded.summary.framesDecoded + decoded.summary.leadingFramesDropped).rawValue
    return (try length(in: decoded, format), all - 1105 - sound.count / format.channelCount)
  }

  private func length(in decoded: Decoded, _ format: AudioFormat) throws -> Int {
    let padding = try #require(decoded.summary.trailingPadding)
    let (samples, channels) = (decoded.samples, format.channelCount)
    return padding.length { age in
      let frame = samples[(samples.count - age * channels)...].prefix(channels)
      return frame.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(channels)
    }.rawValue
  }
}
