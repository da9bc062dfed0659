import AudioDecoding
import AudioTypes
import Testing

/// What stands behind the last frame of a FLAC stream costs none of its audio.
@Suite struct FLACTailTests {
  enum Tail: CaseIterable {
    case id3v1, ape, both

    var bytes: [UInt8] {
      switch self {
      case .id3v1: Tags.id3v1
      case .ape: Tags.ape(pictureBytes: 40_000)
      case .both: Tags.ape(pictureBytes: 40_000) + Tags.id3v1
      }
    }
  }

  private let samples = Signal.noise(frames: 12_000)
  private let stream: [UInt8]

  /// Made once for all the tests.
  private static let encoded = Result { try OfflineTools.flac(Signal.noise(frames: 12_000), .speech) }

  init() throws {
    stream = try Self.encoded.get()
  }

  /// Bytes of which none is the first of a frame, a stream or a tag.
  private func garbage(_ count: Int) -> [UInt8] {
    Signal.bytes(count: count, seed: 3).map { $0 & 0x3F }
  }

  @Test(arguments: Tail.allCases, [1, 1_000, 16_384])
  func tagsAreSteppedOver(tail: Tail, length: Int) throws {
    let tagged = stream + tail.bytes
    let decoded = try Decoded.flac(tagged, by: length)
    #expect(decoded.samples == samples)
    #expect(decoded.error == nil)
    #expect(decoded.summary.bytesFed == ByteCount(tagged.count))
    #expect(decoded.summary.garbageBytes == .zero)
    #expect(decoded.summary.resyncCount == 0)
    #expect(decoded.summary.falseHeaderCount == 0)
    #expect(!decoded.summary.truncatedTail)
  }

  @Test(arguments: [1, 2, 5, 20, 100], [1, 16_384])
  func aTagThatIsCutOffIsSaid(left: Int, length: Int) throws {
    for tag in [Tags.id3v1, Tags.ape(pictureBytes: 100)] {
      let decoded = try Decoded.flac(stream + tag.prefix(left), by: length)
      #expect(decoded.samples == samples)
      #expect(decoded.error == nil)
      #expect(decoded.summary.garbageBytes == .zero)
      #expect(decoded.summary.truncatedTail)
    }
  }

  @Test(arguments: [1, 100, 5_000, 60_000], [1, 1_000, 16_384])
  func garbageCostsNoAudio(count: Int, length: Int) throws {
    for tail in [garbage(count), [UInt8](repeating: 0, count: count)] {
      let decoded = try Decoded.flac(stream + tail, by: length)
      #expect(decoded.samples == samples)
      #expect(decoded.error == nil)
      #expect(!decoded.summary.truncatedTail)
    }
  }

  @Test(arguments: [1, 1_000, 16_384])
  func streamsAreJoinedAcrossTagsAndGarbage(length: Int) throws {
    for between in [Tags.id3v2(bytes: 5_000), Tags.id3v1 + Tags.id3v2(bytes: 10), garbage(5_000)] {
      let decoded = try Decoded.flac(stream + between + stream, by: length)
      #expect(decoded.samples == samples + samples)
      #expect(decoded.error == nil)
      #expect(!decoded.summary.truncatedTail)
    }
  }
}
