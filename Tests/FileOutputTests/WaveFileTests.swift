import AudioTypes
import FileOutput
import PulseHarness
import RingBuffer
import Testing

/// PCM as WAVE files.
@Suite(.timeLimit(.minutes(1))) struct WaveFileTests {
  private let folder: TemporaryFolder
  private static let stereo = AudioFormat(sampleRate: 48_000, channelCount: 2)

  init() throws { folder = try TemporaryFolder() }

  @Test func theHeaderIsThatOfTheSpecification() throws {
    let header = WaveHeader(try #require(Self.stereo)).bytes(audio: ByteCount(0x0102_0304))
    #expect(header.count == WaveHeader.byteCount.rawValue)
    #expect(
      header == Array("RIFF".utf8) + [0x28, 0x03, 0x02, 0x01] + Array("WAVEfmt ".utf8)
        + [16, 0, 0, 0, 1, 0, 2, 0, 0x80, 0xBB, 0, 0, 0x00, 0xEE, 2, 0, 4, 0, 16, 0] + Array("data".utf8)
        + [0x04, 0x03, 0x02, 0x01])
  }

  @Test(arguments: [nil, 0xFFFF_FFFF, 0xFFFF_FFF0, 1 << 40]) func anUnknownSizeIsTheLargest(audio: Int?) {
    let header = WaveHeader(.speech).bytes(audio: audio.map { ByteCount($0) })
    #expect(Array(header[4..<8]) == [255, 255, 255, 255])
    #expect(Array(header[41..<44]) == [255, 255, 255])
  }

  /// Sends `audio` to `path` as a WAVE file.
  private func save(
    _ audio: [UInt8], _ encoding: AudioEncoding = .pcm(.speech), to path: String, cut: Bool = false
  ) async throws -> ByteCount {
    let ring = RingBuffer(capacity: ByteCount(65_536))
    var producer = ring.producer
    let writer = try FileWriter(path: path, form: .wav, ring.consumer)
    try writer.expect(encoding)
    _ = unsafe producer.write(audio.span.bytes)
    if cut { producer.abandon() } else { producer.finish() }
    writer.wake()
    return try await writer.finished()
  }

  @Test(arguments: [false, true]) func sizesAreThoseOfWhatCame(isCut: Bool) async throws {
    let audio = (0..<5000).map { UInt8(truncatingIfNeeded: $0) }
    #expect(try await save(audio, to: folder.path("a.wav"), cut: isCut) == ByteCount(5044))
    #expect(folder.contents(of: "a.wav") == WaveHeader(.speech).bytes(audio: ByteCount(5000)) + audio)
    #expect(folder.names == ["a.wav"])
  }

  @Test func aBrokenFrameIsLeftOut() async throws {
    #expect(try await save([1, 2, 3, 4, 5], to: folder.path("a.wav"), cut: true) == ByteCount(48))
    #expect(folder.contents(of: "a.wav") == WaveHeader(.speech).bytes(audio: ByteCount(4)) + [1, 2, 3, 4])
  }

  @Test func nothingLeavesNothing() async throws {
    try folder.write("a.wav", [7])
    #expect(try await save([], to: folder.path("a.wav"), cut: true) == .zero)
    #expect(folder.names == ["a.wav"] && folder.contents(of: "a.wav") == [7])
  }

  @Test func aPipeGetsTheLargestSizes() async throws {
    let pipe = try folder.makePipe("pipe")
    let reader = try ProgramRun("cat", [pipe])
    #expect(try await save([1, 2], to: pipe) == ByteCount(46))
    #expect(try reader.wait().output == WaveHeader(.speech).bytes(audio: nil) + [1, 2])
  }

  @Test func whatIsNoPCMIsRefusedAndWaveStaysAsItIs() async throws {
    await #expect(throws: FileOutputError.self) { try await save([1, 2], .mp3, to: folder.path("a.wav")) }
    #expect(try await save([1, 2, 3], .wav, to: folder.path("b.wav")) == ByteCount(3))
    #expect(folder.contents(of: "b.wav") == [1, 2, 3])
  }
}
