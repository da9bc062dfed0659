import AudioTypes
import Foundation
import Synchronization
import Testing

@testable import Playback

/// Bytes that a host writes from a thread of its own.
@Suite(.timeLimit(.minutes(1))) struct ByteStreamTests {
  private let source = PullSource()

  @Test func theArticleGivesTheSizeOfTheRing() throws {
    let file = URL(filePath: #filePath).appending(path: "../../../Sources/Gust/Gust.docc/WhenSomethingBreaks.md")
      .standardized
    let article = try String(contentsOf: file, encoding: .utf8)
    #expect(article.contains("a ring of \(Transfer.ringCapacity.rawValue / 1024) KiB"))
  }

  @Test func whatIsWrittenIsHeardOnce() async throws {
    let (player, host) = (try player(.pull(source)), PullHost(source, blockFrames: 2400))
    defer { host.stop(); player.shutDown() }
    let stream = try player.openStream(format: .pcm(.speech))
    let samples = noise(400_000)
    Thread.detachNewThread {
      for piece in samples.littleEndianBytes.pieces(of: 70_001) {
        #expect(stream.write(piece.span) == ByteCount(piece.count))
      }
      stream.finish()
    }
    let report = await stream.utterance.report
    #expect(report.isFinished, "\(report.outcome)")
    #expect(report.bytesReceived == ByteCount(800_000))
    #expect(host.sound.difference(from: samples) == nil)
    #expect(stream.write([1, 2].span) == .zero && stream.offer([1, 2].span) == .zero && stream.isOver)
  }

  @Test func whereNoSoundCanBeMadeNobodyWaitsForRoom() async throws {
    for _ in 1...20 {
      let player = try player(.wavFile("/nowhere/at/all.wav"))
      let stream = try player.openStream(format: .pcm(.speech))
      let bytes = noise(400_000).littleEndianBytes
      #expect(stream.write(bytes.span) < ByteCount(bytes.count))
      #expect(!(await stream.utterance.report.isFinished))
      player.shutDown()
    }
  }

  @Test func severalAreHeardInTheOrderTheyWereOpened() async throws {
    let (player, host) = (try player(.pull(source)), PullHost(source))
    defer { host.stop(); player.shutDown() }
    let streams = try (0..<3).map { _ in try player.openStream(format: .pcm(.speech)) }
    let parts = (1...3).map { noise(2400, seed: $0) }
    for index in [2, 1, 0] {
      streams[index].write(parts[index].littleEndianBytes.span)
      streams[index].finish()
    }
    for stream in streams { #expect(await stream.utterance.report.isFinished) }
    #expect(host.sound.difference(from: parts.flatMap(\.self)) == nil)
  }

  /// What is played first is fetched first, and the other way round.
  @Test func severalThatAreOpenedAtOnceAllHaveTheirTurn() async throws {
    for _ in 1...20 {
      let path = "/tmp/gust-at-once-\(UUID().uuidString).wav"
      defer { try? FileManager.default.removeItem(atPath: path) }
      let player = try player(.wavFile(path))
      await withTaskGroup(of: Bool.self) { group in
        for seed in UInt64(1)...16 {
          group.addTask {
            guard let stream = try? player.openStream(format: .pcm(.speech)) else { return false }
            stream.write(noise(2400, seed: seed).littleEndianBytes.span)
            stream.finish()
            return await stream.utterance.report.isFinished
          }
        }
        for await isFinished in group { #expect(isFinished) }
      }
      player.shutDown()
    }
  }

  @Test func whoMayNotWaitOffers() async throws {
    let player = try player(.pull(PullSource(recoveryLimit: .seconds(60))))
    let stream = try player.openStream(format: .pcm(.speech))
    var taken = 0
    let piece = noise(5000).littleEndianBytes
    while case let count = stream.offer(piece.span).rawValue, count > 0 { taken += count }
    #expect((200_000...400_000).contains(taken))
    player.shutDown()
  }

  @Test(arguments: [true, false]) func whoWaitsIsWokenByTheEnd(byStop: Bool) async throws {
    let player = try player(.pull(PullSource(recoveryLimit: .seconds(60))))
    let stream = try player.openStream(format: .pcm(.speech))
    let (written, continuation) = AsyncStream<ByteCount>.makeStream()
    Thread.detachNewThread { continuation.yield(stream.write([UInt8](repeating: 1, count: 1_000_000).span)) }
    while stream.utterance.progress.firstPieceBytes.load(ordering: .relaxed) == 0 {
      try await Task.sleep(for: .milliseconds(1))
    }
    // Nobody reads: it has filled what there is by now, most likely, and waits.
    try await Task.sleep(for: .milliseconds(50))
    if byStop {
      #expect(await stream.utterance.stop().isStopped)
    } else {
      player.shutDown()
    }
    let count = try #require(await written.first { _ in true })
    #expect(count > .zero && count < ByteCount(1_000_000))
    #expect(!(await stream.utterance.report.isFinished))
    player.shutDown()
  }

  @Test func oneThatIsDroppedOrAbandonedIsCutShort() async throws {
    let (player, host) = (try player(.pull(source)), PullHost(source))
    defer { host.stop(); player.shutDown() }
    let samples = noise(4800)
    var stream: ByteStream? = try player.openStream(format: .pcm(.speech))
    stream?.write(samples.littleEndianBytes.span)
    let dropped = try #require(stream?.utterance)
    stream = nil
    #expect(await dropped.report.sourceFailure?.contains("dropped") == true)

    let abandoned = try player.openStream(format: .pcm(.speech))
    abandoned.write(samples.littleEndianBytes.span)
    abandoned.abandon(reason: "the line went dead")
    #expect(await abandoned.utterance.report.sourceFailure == "the line went dead")
    #expect(host.sound.difference(from: samples + samples) == nil)
  }
}
