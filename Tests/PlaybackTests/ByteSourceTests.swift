import AudioDecoding
import AudioTypes
import SpeechAPI
import Synchronization
import Testing

@testable import Playback

/// Bytes that the host brings, played like those of a service: into a host's graph, where every sample can be seen.
@Suite(.timeLimit(.minutes(1))) struct ByteSourceTests {
  private let source = PullSource()

  private struct Broken: Error, CustomStringConvertible {
    var description: String { "the well is dry" }
  }

  @Test func everySampleOfAPieceIsHeardOnce() async throws {
    let (player, host) = (try player(.pull(source)), PullHost(source))
    defer { host.stop(); player.shutDown() }
    let samples = noise(24_000)
    let pieces = samples.littleEndianBytes.pieces(of: 1001)
    let utterance = player.play(bytes: stream(pieces, pause: .milliseconds(1)), format: .pcm(.speech))
    let report = await utterance.report
    #expect(report.isFinished, "\(report.outcome)")
    #expect(report.framesHeard == FrameCount(24_000) && report.bytesReceived == ByteCount(48_000))
    #expect(report.encoding == .pcm(.speech) && report.format == .speech)
    #expect(report.marks[.firstByte] != nil && report.marks[.lastByte] != nil && report.marks[.firstAudible] != nil)
    #expect(report.marks[.requestSent] == nil && report.marks[.responseHeaders] == nil && report.retries.isEmpty)
    #expect(host.sound.difference(from: samples) == nil)
  }

  @Test func singleBytesWillDoAndAnnounceThemselves() async throws {
    let (player, host) = (try player(.pull(source)), PullHost(source))
    defer { host.stop(); player.shutDown() }
    let samples = noise(4800)
    let head: [UInt8] =
      Array("RIFF".utf8) + [0xFF, 0xFF, 0xFF, 0x7F] + Array("WAVEfmt ".utf8)
      + [16, 0, 0, 0, 1, 0, 1, 0, 0xC0, 0x5D, 0, 0, 0x80, 0xBB, 0, 0, 2, 0, 16, 0] + Array("data".utf8)
      + [0x80, 0x25, 0, 0]
    let utterance = player.play(bytes: stream(head + samples.littleEndianBytes), format: .unknown)
    let report = await utterance.report
    #expect(report.isFinished, "\(report.outcome)")
    #expect(host.sound.difference(from: samples) == nil)
  }

  @Test func anErrorIsToldWhenAllThatCameWasHeard() async throws {
    let (player, host) = (try player(.pull(source)), PullHost(source))
    defer { host.stop(); player.shutDown() }
    let samples = noise(7200)
    let pieces = samples.littleEndianBytes.pieces(of: 3000)
    let report = await player.play(bytes: stream(pieces, error: Broken()), format: .pcm(.speech)).report
    #expect(report.sourceFailure == "the well is dry", "\(report.outcome)")
    #expect(host.sound.difference(from: samples) == nil)

    let bytes = noise(2450, seed: 2)
    let single = player.play(bytes: stream(bytes.littleEndianBytes, error: Broken()), format: .pcm(.speech))
    #expect(await single.report.sourceFailure == "the well is dry")
    #expect(host.sound.difference(from: samples + bytes) == nil)

    let empty = await player.play(bytes: stream([[UInt8]](), error: Broken()), format: .pcm(.speech)).report
    guard case .failed(.source("the well is dry")) = empty.outcome else {
      Issue.record("\(empty.outcome)")
      return
    }
  }

  @Test func itIsNotAskedForMoreThanThereIsRoomFor() async throws {
    let player = try player(.pull(PullSource(recoveryLimit: .seconds(60))))  // Nobody reads.
    defer { player.shutDown() }
    let taken = Atomic(0)
    let bytes = AsyncStream<[UInt8]> {
      taken.add(10_000, ordering: .relaxed)
      return [UInt8](repeating: 1, count: 10_000)
    }
    let utterance = player.play(bytes: bytes, format: .pcm(.speech))
    while taken.load(ordering: .relaxed) < 256 * 1024 { try await Task.sleep(for: .milliseconds(5)) }
    try await Task.sleep(for: .milliseconds(300))
    let count = taken.load(ordering: .relaxed)
    // The ring, what waits to be written to the sink, what is with the sink, and the piece that waits for room.
    #expect(count < 256 * 1024 + 60_000, "\(count) bytes were taken")
    let report = await utterance.stop()
    #expect(report.isStopped, "\(report.outcome)")
    let last = taken.load(ordering: .relaxed)
    try await Task.sleep(for: .milliseconds(100))
    #expect(taken.load(ordering: .relaxed) == last, "what is over is not asked for more")
  }

  @Test func moreThanTheRingHoldsIsHeardWhole() async throws {
    let (player, host) = (try player(.pull(source)), PullHost(source, blockFrames: 2400))
    defer { host.stop(); player.shutDown() }
    let samples = noise(400_000)
    let bytes = AsyncStream<[UInt8]> { continuation in
      for piece in samples.littleEndianBytes.pieces(of: 300_000) { continuation.yield(piece) }
      continuation.finish()
    }
    let report = await player.play(bytes: bytes, format: .pcm(.speech)).report
    #expect(report.isFinished, "\(report.outcome)")
    #expect(report.ringHighWater <= ByteCount(256 * 1024))
    #expect(host.sound.difference(from: samples) == nil)
  }

  @Test func thoseInLineWaitAndAreHeardInOrder() async throws {
    let (player, host) = (try player(.pull(source)), PullHost(source))
    defer { host.stop(); player.shutDown() }
    let parts = (1...4).map { noise(2400, seed: $0) }
    let asked = Mutex<[Int: Int]>([:])
    let utterances = parts.enumerated().map { index, samples in
      let isGiven = Atomic(false)
      return player.play(
        bytes: AsyncStream<[UInt8]> {
          if isGiven.exchange(true, ordering: .relaxed) { return nil }
          let heard = host.sound.count
          asked.withLock { $0[index] = heard }
          try? await Task.sleep(for: .milliseconds(30))
          return samples.littleEndianBytes
        }, format: .pcm(.speech))
    }
    for utterance in utterances { #expect(await utterance.report.isFinished) }
    #expect(host.sound.difference(from: parts.flatMap(\.self)) == nil)
    // Two at a time: one is asked when the one before the last has been read, but for the block the host is reading.
    for index in 2..<4 { #expect(asked.withLock { $0[index] ?? 0 } >= (index - 1) * 2400 - 240) }
    #expect(asked.withLock { $0.count } == 4)
  }

  @Test func whoIsDeafToCancellationHoldsNobodyUp() async throws {
    let (player, host) = (try player(.pull(source)), PullHost(source))
    defer { host.stop(); player.shutDown() }
    let gate = AsyncStream<Void>.makeStream()
    let deaf = AsyncStream<[UInt8]> {
      await Task.detached { for await _ in gate.stream { return } }.value
      return nil
    }
    let utterance = player.play(bytes: deaf, format: .pcm(.speech))
    let next = player.play(bytes: stream([noise(2400).littleEndianBytes]), format: .pcm(.speech))
    #expect(await utterance.stop().isStopped)
    #expect(await next.report.isFinished)
    gate.continuation.finish()
  }

  @Test func whatIsNoAudioIsToldSo() async throws {
    let (player, host) = (try player(.pull(source)), PullHost(source))
    defer { host.stop(); player.shutDown() }
    let page = Array("<!DOCTYPE html><html><body>Sorry</body></html>".utf8)
    let report = await player.play(bytes: stream([page]), format: .unknown).report
    guard case .failed(.decoding(.notAudio(.html, _))) = report.outcome else {
      Issue.record("\(report.outcome)")
      return
    }
  }

  @Test func withoutAServiceOnlyBytesArePlayed() async throws {
    let (player, host) = (try player(.pull(source)), PullHost(source))
    defer { host.stop(); player.shutDown() }
    try await player.prepare()
    let spoken = await player.speak(SpeechRequest(text: "Hello", voiceID: "v")).report
    guard case .failed(.noService) = spoken.outcome else {
      Issue.record("\(spoken.outcome)")
      return
    }
    await #expect(throws: PlaybackError.self) { try await player.generationJob("x") }
    #expect(await player.play(bytes: stream([noise(240).littleEndianBytes]), format: .pcm(.speech)).report.isFinished)
  }

  @Test func whereThereIsNoSoundThereIsNothingToDo() async throws {
    let player = try player(.none)
    let report = await player.play(bytes: stream([noise(240).littleEndianBytes]), format: .pcm(.speech)).report
    guard case .failed(.noDestination) = report.outcome else {
      Issue.record("\(report.outcome)")
      return
    }
    #expect(throws: PlaybackError.self) { _ = try player.openStream(format: .mp3) }
    player.shutDown()
  }
}
