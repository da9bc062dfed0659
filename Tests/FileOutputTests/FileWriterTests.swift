import AudioTypes
import FileOutput
import Glibc
import PulseHarness
import RingBuffer
import Synchronization
import Testing

/// Bytes from a ring into a file.
@Suite(.timeLimit(.minutes(1))) struct FileWriterTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Sends `pieces` through a small ring to `path`, and waits for the file.
  private func save(
    _ pieces: [[UInt8]], to path: String, ringCapacity: Int = 64, cut: Bool = false
  ) async throws -> ByteCount {
    let ring = RingBuffer(capacity: ByteCount(ringCapacity))
    var producer = ring.producer
    let writer = try FileWriter(path: path, ring.consumer)
    for piece in pieces {
      var rest = piece[...]
      while !rest.isEmpty, !producer.isReaderGone {
        let count = unsafe producer.write(Array(rest).span.bytes).rawValue
        rest = rest.dropFirst(count)
        writer.wake()
        if count == 0 { await Task.yield() }
      }
    }
    if cut { producer.abandon() } else { producer.finish() }
    writer.wake()
    return try await writer.finished()
  }

  private static let bytes = (0..<5000).map { UInt8(truncatingIfNeeded: $0 * 7) }

  @Test func theFileHoldsWhatCameAndHasItsNameOnlyThen() async throws {
    let ring = RingBuffer(capacity: ByteCount(8192))
    var producer = ring.producer
    let writer = try FileWriter(path: folder.path("a.mp3"), ring.consumer)
    #expect(folder.names.count == 1 && folder.names.allSatisfy { $0.hasPrefix("a.mp3.") && $0.hasSuffix(".part") })
    _ = unsafe producer.write(Self.bytes.span.bytes)
    writer.wake()
    #expect(folder.names.count == 1 && folder.names.allSatisfy { $0.hasPrefix("a.mp3.") && $0.hasSuffix(".part") })
    producer.finish()
    writer.wake()
    #expect(try await writer.finished() == ByteCount(5000))
    #expect(folder.names == ["a.mp3"])
    #expect(folder.contents(of: "a.mp3") == Self.bytes)
  }

  @Test func whatIsDiscardedLeavesTheOldFileAndAnotherWriterBeginsAnew() async throws {
    try folder.write("a.mp3", [1, 2])
    let ring = RingBuffer(capacity: ByteCount(8192))
    var producer = ring.producer
    let writer = try FileWriter(path: folder.path("a.mp3"), ring.consumer)
    #expect(writer.canBeginAnew)
    _ = unsafe producer.write(Self.bytes.span.bytes)
    writer.discard()
    producer.abandon()
    writer.wake()
    #expect(try await writer.finished() == .zero)
    #expect(folder.names == ["a.mp3"] && folder.contents(of: "a.mp3") == [1, 2])
    #expect(try await save([[3]], to: folder.path("a.mp3")) == ByteCount(1))
    #expect(folder.contents(of: "a.mp3") == [3])
  }

  @Test func whatWentToADeviceCannotBeginAnew() throws {
    let ring = RingBuffer(capacity: ByteCount(1))
    let producer = ring.producer
    let writer = try FileWriter(path: "/dev/null", ring.consumer)
    #expect(!writer.canBeginAnew)
    producer.abandon()
    writer.wake()
  }

  @Test func aLinkStaysALinkAndPermissionsStay() async throws {
    try folder.write("target", [1])
    unsafe chmod(folder.path("target"), 0o600)
    unsafe symlink(folder.path("target"), folder.path("link"))
    #expect(try await save([Self.bytes], to: folder.path("link")) == ByteCount(5000))
    #expect(folder.contents(of: "target") == Self.bytes)
    var status = stat()
    #expect(unsafe lstat(folder.path("link"), &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
    #expect(unsafe stat(folder.path("target"), &status) == 0 && status.st_mode & 0o777 == 0o600)
  }

  @Test func twoWritersOfOneNameDoNotMeet() async throws {
    async let first = save([Self.bytes], to: folder.path("a"))
    async let second = save([Self.bytes], to: folder.path("a"))
    let counts = try await [first, second]
    #expect(counts == [ByteCount(5000), ByteCount(5000)])
    #expect(folder.names == ["a"] && folder.contents(of: "a") == Self.bytes)
  }

  @Test func aWriterThatWaitsForRoomIsTold() async throws {
    let ring = RingBuffer(capacity: ByteCount(64))
    var producer = ring.producer
    let (told, continuation) = AsyncStream<Void>.makeStream()
    let writer = try FileWriter(path: folder.path("a"), ring.consumer, onLowWater: { continuation.yield() })
    _ = unsafe producer.write(Array(Self.bytes.prefix(64)).span.bytes)
    writer.wake()
    var news = told.makeAsyncIterator()
    await news.next()
    producer.finish()
    writer.wake()
    #expect(try await writer.finished() == ByteCount(64))
  }

  @Test func manySmallPiecesThroughASmallRing() async throws {
    let pieces = stride(from: 0, to: 5000, by: 13).map { Array(Self.bytes[$0..<min($0 + 13, 5000)]) }
    #expect(try await save(pieces, to: folder.path("a"), ringCapacity: 7) == ByteCount(5000))
    #expect(folder.contents(of: "a") == Self.bytes)
  }

  @Test func aFileThatWasThereIsReplacedOnlyByOneThatHoldsSomething() async throws {
    try folder.write("a", [1, 2, 3])
    #expect(try await save([], to: folder.path("a")) == .zero)
    #expect(folder.contents(of: "a") == [1, 2, 3])
    #expect(try await save([], to: folder.path("a"), cut: true) == .zero)
    #expect(folder.contents(of: "a") == [1, 2, 3] && folder.names == ["a"])
    #expect(try await save([[9]], to: folder.path("a")) == ByteCount(1))
    #expect(folder.contents(of: "a") == [9] && folder.names == ["a"])
  }

  @Test func whenNothingCameNothingIsLeft() async throws {
    #expect(try await save([], to: folder.path("a")) == .zero)
    #expect(folder.names == [])
  }

  @Test func whatCameOfAStreamThatBrokeIsKept() async throws {
    #expect(try await save([Self.bytes], to: folder.path("a"), cut: true) == ByteCount(5000))
    #expect(folder.contents(of: "a") == Self.bytes && folder.names == ["a"])
  }

  @Test func aFullDiskIsAnErrorAndEndsTheReader() async throws {
    await #expect {
      try await save([Self.bytes], to: "/dev/full")
    } throws: { error in
      let error = error as? FileOutputError
      return error?.step == .write && error?.errno == ENOSPC && error?.message.hasPrefix("/dev/full cannot") == true
    }
  }

  /// Who waits for room without a deadline looks once when it is told.
  @Test func whoIsToldOfAFailureFindsTheReaderGone() async throws {
    let ring = RingBuffer(capacity: ByteCount(64))
    var producer = ring.producer
    _ = unsafe producer.write(Array(Self.bytes.prefix(64)).span.bytes)
    let waiting = WaitingWriter(producer)
    let writer = try FileWriter(path: "/dev/full", ring.consumer, onLowWater: { waiting.look() })
    writer.wake()
    await #expect(throws: FileOutputError.self) { try await writer.finished() }
    #expect(waiting.sawReaderGone == [true])
  }

  @Test func whereNoFileCanBeTheErrorComesAtOnce() async throws {
    let paths = [folder.path("none/a"), "/dev/null/a", folder.path(String(repeating: "a", count: 300)), ""]
    for path in paths {
      let ring = RingBuffer(capacity: ByteCount(1))
      do throws(FileOutputError) {
        _ = try FileWriter(path: path, ring.consumer)
        Issue.record("\(path) was opened")
      } catch {
        #expect(error.step == .open && error.path == path)
      }
    }
    #expect(folder.names == [])
  }

  @Test func aPipeIsWrittenToWhereItIs() async throws {
    let path = folder.path("pipe")
    #expect(unsafe mkfifo(path, 0o600) == 0)
    let reading = unsafe open(path, O_RDONLY | O_NONBLOCK)
    defer { close(reading) }
    #expect(try await save([[1, 2, 3]], to: path) == ByteCount(3))
    var received = [UInt8](repeating: 0, count: 10)
    #expect(unsafe read(reading, &received, 10) == 3)
    #expect(received.prefix(3) == [1, 2, 3] && folder.names == ["pipe"])
  }

  @Test func aDirectoryOfThatNameIsAnErrorAndStays() async throws {
    #expect(unsafe mkdir(folder.path("a"), 0o700) == 0)
    await #expect(throws: FileOutputError.self) { try await save([[1]], to: folder.path("a")) }
    #expect(folder.names == ["a"])
  }

  @Test func aWholeFileAtOnce() throws {
    try writeFile(folder.path("a"), [1, 2])
    try writeFile(folder.path("empty"), [])
    #expect(folder.contents(of: "a") == [1, 2] && folder.contents(of: "empty") == [])
    #expect(folder.names == ["a", "empty"])
    #expect(throws: FileOutputError.self) { try writeFile("/dev/full", [1]) }
  }
}

/// What the writing end of a ring tells when it is looked at.
private final class WaitingWriter: Sendable {
  private let producer: Mutex<RingProducer>
  private let seen = Mutex<[Bool]>([])

  init(_ producer: consuming RingProducer) {
    self.producer = Mutex(consume producer)
  }

  var sawReaderGone: [Bool] { seen.withLock { $0 } }

  func look() {
    let isReaderGone = producer.withLock { $0.isReaderGone }
    seen.withLock { $0.append(isReaderGone) }
  }
}
