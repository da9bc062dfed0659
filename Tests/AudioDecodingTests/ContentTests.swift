import AudioDecoding
import AudioTypes
import TestSupport
import Testing

/// What a stream is decoded as: what was announced against what it holds.
@Suite struct ContentTests {
  /// A stream of each kind, with what its own decoder makes of it.
  enum Kind: CaseIterable {
    case mp3, wav, flac, aac, opus, oggFLAC

    var encoding: AudioEncoding {
      switch self {
      case .mp3: .mp3
      case .wav: .wav
      case .flac: .flac
      case .aac: .aac
      case .opus, .oggFLAC: .ogg
      }
    }

    func stream() throws -> [UInt8] {
      let samples = Signal.noise(frames: 24_000)
      return switch self {
      case .mp3: try OfflineTools.encodeUntagged(samples)
      case .wav: WAVFile().bytes(samples.littleEndianBytes)
      case .flac: try OfflineTools.flac(samples, .speech)
      case .aac: try OfflineTools.ffmpeg(samples, .speech, ["-c:a", "aac", "-f", "adts"])
      case .opus: try OfflineTools.opus(samples, .speech)
      case .oggFLAC: try OfflineTools.flac(samples, .speech, ["--ogg"])
      }
    }
  }

  private static let announcements: [AudioEncoding] = [.mp3, .pcm(.speech), .wav, .flac, .aac, .ogg, .unknown]

  private func decode(
    _ bytes: [UInt8], announced: AudioEncoding, by length: Int = 4_096
  ) throws -> (Decoded, AudioEncoding?) {
    var decoder = try StreamDecoder(announced)
    let decoded = Decoded.stream(bytes, through: &decoder, nextLength: { length })
    return (decoded, decoder.recognizedEncoding)
  }

  @Test(arguments: Kind.allCases, announcements)
  func theContentIsBelieved(kind: Kind, announced: AudioEncoding) throws {
    let stream = try kind.stream()
    let (reference, _) = try decode(stream, announced: kind.encoding)
    #expect(reference.samples.count >= 22_000)
    // Raw samples may hold what frames of MP3 and AAC look like, but no container's marker.
    if case .pcm = announced, [.mp3, .aac].contains(kind) { return }
    for length in pieceLengths {
      let (decoded, recognized) = try decode(stream, announced: announced, by: length)
      #expect(recognized == kind.encoding)
      #expect(decoded.samples == reference.samples)
      #expect(decoded.error == nil)
      #expect(decoded.summary == reference.summary)
      #expect(decoded.summary.bytesFed == ByteCount(stream.count))
    }
  }

  @Test(arguments: [Kind.mp3, .aac, .flac], announcements)
  func aTagInFrontIsSteppedOver(kind: Kind, announced: AudioEncoding) throws {
    let stream = try kind.stream()
    let length = 100_000
    let size = (0..<4).map { UInt8(length >> (7 * (3 - $0)) & 0x7F) }
    let tag = Array("ID3".utf8) + [4, 0, 0] + size + [UInt8](repeating: 0xFF, count: length)
    let (reference, _) = try decode(stream, announced: kind.encoding)
    for length in [1, 1_009, 16_384] {
      let (decoded, recognized) = try decode(tag + stream, announced: announced, by: length)
      #expect(recognized == kind.encoding)
      #expect(decoded.samples == reference.samples)
      #expect(decoded.summary.garbageBytes == .zero)
      #expect(decoded.summary.bytesFed == ByteCount(tag.count + stream.count))
    }
  }

  @Test func aTagAloneIsCutOff() throws {
    let (decoded, _) = try decode(Array("ID3".utf8) + [4, 0, 0, 0, 0, 9, 9] + [1, 2, 3], announced: .mp3)
    #expect(decoded.summary.truncatedTail)
    #expect(decoded.error == nil)
  }

  @Test func announcedStreamsBeginWithTheirFirstFrame() throws {
    let mp3 = try Kind.mp3.stream()
    let (decoded, _) = try decode(mp3, announced: .mp3, by: 1)
    let direct = try Decoded.mp3(mp3, nextLength: { 1 })
    #expect(decoded.blocks.map(\.after) == direct.blocks.map(\.after))
    let pcm = Signal.noise(frames: 50).littleEndianBytes
    let (samples, _) = try decode(pcm, announced: .pcm(.speech), by: 1)
    #expect(samples.blocks.map(\.after) == Array(stride(from: 2, through: 100, by: 2)))
  }

  @Test(arguments: ["RIFF", "RI", "fLaC", "OggS", "ID3", "R", "RIFFxxxxAVI ", "OggSxxxx"])
  func samplesThatBeginLikeAMarkerAreSamples(start: String) throws {
    let bytes = Array(start.utf8) + Signal.bytes(count: start.utf8.count % 2 + 2_000, seed: 3)
    let (decoded, recognized) = try decode(bytes, announced: .pcm(.speech), by: 3)
    #expect(recognized == .pcm(.speech))
    #expect(decoded.samples.littleEndianBytes == bytes)
    let (short, _) = try decode(Array(start.utf8.prefix(2 * (start.utf8.count / 2))), announced: .pcm(.speech), by: 1)
    #expect(short.samples.count == start.utf8.count / 2)
  }

  @Test(arguments: [Kind.mp3, .aac])
  func framesAreFoundBehindGarbage(kind: Kind) throws {
    let stream = try kind.stream()
    let garbage = Signal.bytes(count: 5_000, seed: 5).map { $0 | 0x80 }
    let (decoded, recognized) = try decode(garbage + stream, announced: .unknown, by: 777)
    #expect(recognized == kind.encoding)
    #expect(decoded.summary.garbageBytes == ByteCount(5_000))
    #expect(decoded.samples.suffix(12_000) == (try decode(stream, announced: kind.encoding).0.samples.suffix(12_000)))
  }

  @Test(
    arguments: [
      ("<!DOCTYPE html><html><body>Bad gateway</body></html>", DecodingError.Content.html),
      (#"{"ok": false, "code": "CONFLICT"}"#, .json), ("Service unavailable", .text), ("", .unknown),
    ], announcements)
  func textIsNotAudio(sample: (text: String, content: DecodingError.Content), announced: AudioEncoding) throws {
    // Short plain text may be samples.
    if case .pcm = announced, sample.content == .text { return }
    let (decoded, _) = try decode(Array(sample.text.utf8), announced: announced, by: 500)
    #expect(decoded.blocks.isEmpty)
    guard !sample.text.isEmpty else {
      #expect(decoded.error == nil)
      return
    }
    guard case .notAudio(sample.content, _) = decoded.error else {
      Issue.record("\(String(describing: decoded.error))")
      return
    }
  }

  @Test(arguments: announcements)
  func noiseIsNotAudio(announced: AudioEncoding) throws {
    if case .pcm = announced { return }
    let (decoded, _) = try decode(Signal.bytes(count: 300_000, seed: 77), announced: announced, by: 16_384)
    guard case .notAudio(.unknown, let after) = decoded.error else {
      Issue.record("\(String(describing: decoded.error))")
      return
    }
    #expect(after.rawValue <= 65_537)
  }

  @Test func resetGoesBackToWhatWasAnnounced() throws {
    var decoder = try StreamDecoder(.mp3)
    let flac = try Kind.flac.stream()
    let first = Decoded.stream(flac, through: &decoder)
    #expect(decoder.recognizedEncoding == .flac)
    try decoder.reset()
    #expect(decoder.recognizedEncoding == nil)
    let mp3 = try Kind.mp3.stream()
    #expect(Decoded.stream(mp3, through: &decoder) == (try Decoded.mp3(mp3)))
    try decoder.reset()
    #expect(Decoded.stream(flac, through: &decoder) == first)
  }

  @Test(arguments: Kind.allCases, 0..<6 as Range<UInt64>)
  func damagedStreamsAreBounded(kind: Kind, seed: UInt64) throws {
    let stream = damage(try kind.stream(), seed: seed)
    for announced in [kind.encoding, .unknown] {
      let (whole, _) = try decode(stream, announced: announced, by: 16_384)
      let (split, _) = try decode(stream, announced: announced, by: 997)
      #expect(split.samples == whole.samples)
      #expect(split.error == whole.error)
      #expect(whole.samples.count <= 2 * 48_000)
    }
  }
}
