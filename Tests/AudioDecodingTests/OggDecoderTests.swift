import AudioDecoding
import AudioTypes
import Testing

@Suite struct OggDecoderTests {
  private static let fullBand = AudioFormat(sampleRate: 48_000, channelCount: 1)

  private func decode(_ bytes: [UInt8], by length: Int = 4096) throws -> Decoded {
    var decoder = try OggDecoder()
    return Decoded.stream(bytes, through: &decoder, nextLength: { length })
  }

  private func opus(frames: Int, channels: Int = 1, _ options: [String] = [], seed: UInt64 = 1) throws -> [UInt8] {
    let format = try #require(AudioFormat(sampleRate: 48_000, channelCount: channels))
    return try OfflineTools.opus(Signal.noise(frames: frames, channels: channels, seed: seed), format, options)
  }

  @Test(arguments: pieceLengths)
  func opusEqualsTheOfflineDecode(length: Int) throws {
    let stream = try opus(frames: 50_001)
    let decoded = try decode(stream, by: length)
    let reference = try OfflineTools.opusDecode(stream)
    #expect(decoded.samples.count == 50_001)
    #expect(isSameSound(decoded.samples[...], reference[...]))
    #expect(Optional(decoded.blocks[0].format) == Self.fullBand)
    #expect(decoded.error == nil)
    #expect(!decoded.summary.truncatedTail)
    #expect(decoded.summary.garbageBytes == .zero)
  }

  @Test(
    arguments: [1, 2], [["--framesize", "2.5"], ["--framesize", "60", "--bitrate", "16"], ["--max-delay", "20"]])
  func everyShapeOfPacket(channels: Int, options: [String]) throws {
    let stream = try opus(frames: 30_000, channels: channels, options)
    let decoded = try decode(stream, by: 1_009)
    #expect(decoded.samples.count == 30_000 * channels)
    #expect(isSameSound(decoded.samples[...], try OfflineTools.opusDecode(stream)[...]))
  }

  @Test func opusOfSixChannelsHasTheOrderOfWAVFiles() throws {
    let format = try #require(AudioFormat(sampleRate: 48_000, channelCount: 6))
    let stream = try OfflineTools.ffmpeg(
      Signal.noise(frames: 24_000, channels: 6), format, ["-c:a", "libopus", "-mapping_family", "1", "-f", "ogg"])
    let decoded = try decode(stream)
    // By libopus: `opusdec` leaves the channels in Vorbis' order, and ffmpeg's own decoder rounds in other places.
    let reference = try OfflineTools.ffmpegDecode(stream, as: "ogg", by: "libopus")
    #expect(decoded.formats == [format])
    #expect(isSameSound(decoded.samples[...], reference[...]))
  }

  @Test func gainOfTheHeadIsApplied() throws {
    var stream = try opus(frames: 20_000)
    let head = try #require(stream.firstRange(of: Array("OpusHead".utf8))?.lowerBound)
    // −6 dB in 1/256 dB.
    (stream[head + 16], stream[head + 17]) = (0, 0xFA)
    OggPages.fixChecksums(&stream)
    let decoded = try decode(stream)
    let plain = try decode(try opus(frames: 20_000))
    #expect(decoded.samples.count == 20_000)
    let energy = { (samples: [Int16]) in samples.reduce(0.0) { $0 + Double($1) * Double($1) } }
    #expect(abs(energy(decoded.samples) / energy(plain.samples) - 0.2512) < 0.005)
  }

  @Test func chainedStreamsPlayOn() throws {
    let streams = try [opus(frames: 20_001), opus(frames: 9_003, channels: 2, seed: 2), opus(frames: 5_000, seed: 3)]
    let decoded = try decode(streams.flatMap(\.self), by: 333)
    #expect(decoded.samples.count == 20_001 + 2 * 9_003 + 5_000)
    let parts = try streams.flatMap { try decode($0).samples }
    #expect(decoded.samples == parts)
    #expect(decoded.formats.count == 2)
  }

  @Test(arguments: pieceLengths)
  func flacInOgg(length: Int) throws {
    let samples = Signal.noise(frames: 30_001)
    let stream = try OfflineTools.flac(samples, .speech, ["--ogg"])
    let decoded = try decode(stream, by: length)
    #expect(decoded.samples == samples)
    #expect(!decoded.summary.truncatedTail)
  }

  @Test(arguments: [1, 40, 3_000, 9_000])
  func whatWasCutOffIsSaid(cut: Int) throws {
    for stream in [try opus(frames: 200_000), try OfflineTools.flac(Signal.noise(frames: 60_000), .speech, ["--ogg"])] {
      let whole = try decode(stream)
      let decoded = try decode(Array(stream.dropLast(cut)), by: 700)
      #expect(decoded.error == nil)
      #expect(decoded.summary.truncatedTail)
      #expect(!decoded.samples.isEmpty && decoded.samples.count < whole.samples.count)
      #expect(decoded.samples == Array(whole.samples.prefix(decoded.samples.count)))
    }
  }

  @Test func aLostPageIsSkipped() throws {
    let stream = try opus(frames: 400_000, ["--max-delay", "100"])
    let pages = OggPages.starts(in: stream)
    let (start, end) = (pages[pages.count / 2], pages[pages.count / 2 + 1])
    let whole = try decode(stream)
    let lost = try decode(Array(stream[..<start] + stream[end...]))
    #expect(lost.error == nil)
    #expect(lost.summary.resyncCount == 1)
    let missing = whole.samples.count - lost.samples.count
    #expect(missing > 0 && missing <= 48_000 / 5)
    #expect(lost.samples.prefix(48_000) == whole.samples.prefix(48_000))
    // A page that is damaged is as good as lost, but its bytes are seen.
    var damaged = stream
    damaged[(start + end) / 2] ^= 0xFF
    let skipped = try decode(damaged)
    #expect(skipped.samples.count == lost.samples.count)
    #expect(skipped.summary.garbageBytes == ByteCount(end - start))
  }

  @Test func whatIsNeitherOpusNorFLACIsNamed() throws {
    let stereo = try #require(AudioFormat(sampleRate: 48_000, channelCount: 2))
    let options = ["-c:a", "vorbis", "-strict", "-2", "-f", "ogg"]
    let vorbis = try OfflineTools.ffmpeg(Signal.noise(frames: 24_000, channels: 2), stereo, options)
    #expect(try decode(vorbis).error == .unsupported("Vorbis in Ogg"))
    #expect(try decode(Array(vorbis.prefix(200))).error == .unsupported("Vorbis in Ogg"))
  }

  @Test func bytesThatAreNoPagesAreAnError() throws {
    let decoded = try decode(Array("OggS".utf8) + Signal.bytes(count: 100_000, seed: 1))
    guard case .notAudio(.unknown, let after) = decoded.error else {
      Issue.record("\(String(describing: decoded.error))")
      return
    }
    #expect(after.rawValue < 90_000)
    #expect(try decode([]).error == nil)
  }
}

/// Pages of Ogg, as far as tests need to know of them.
enum OggPages {
  /// Where the pages of a stream without damage begin.
  static func starts(in stream: [UInt8]) -> [Int] {
    var starts: [Int] = []
    var start = 0
    while start + 27 <= stream.count {
      starts.append(start)
      start += length(of: stream, at: start)
    }
    return starts
  }

  /// Makes the checksum of every page right.
  static func fixChecksums(_ stream: inout [UInt8]) {
    for start in starts(in: stream) {
      for index in 22..<26 { stream[start + index] = 0 }
      var crc: UInt32 = 0
      for byte in stream[start..<min(stream.count, start + length(of: stream, at: start))] {
        crc ^= UInt32(byte) << 24
        for _ in 0..<8 { crc = crc & 0x8000_0000 == 0 ? crc << 1 : crc << 1 ^ 0x04C1_1DB7 }
      }
      for index in 0..<4 { stream[start + 22 + index] = UInt8(truncatingIfNeeded: crc >> (8 * UInt32(index))) }
    }
  }

  private static func length(of stream: [UInt8], at start: Int) -> Int {
    let segments = Int(stream[start + 26])
    let table = stream[min(stream.count, start + 27)..<min(stream.count, start + 27 + segments)]
    return 27 + segments + table.reduce(0) { $0 + Int($1) }
  }
}
