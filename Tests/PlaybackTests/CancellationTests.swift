import AudioTypes
import Synchronization
import Testing

@testable import Playback

/// Tasks that are the voice: when they are cancelled it falls silent.
@Suite(.timeLimit(.minutes(1))) struct CancellationTests {
  @Test func cancellingTheTaskThatWaitsForTheEndIsAFade() async throws {
    try await untilSteady {
      let source = PullSource(recoveryLimit: .seconds(60))
      let (player, host) = (try player(.pull(source)), HandHost(source))
      defer { player.shutDown() }
      let (bytes, feed) = AsyncStream<[UInt8]>.makeStream()
      let (ends, end) = AsyncStream<Void>.makeStream()
      feed.onTermination = { _ in end.finish() }
      feed.yield([Int16](repeating: 10_000, count: 96_000).littleEndianBytes)
      let utterance = player.play(bytes: bytes, format: .pcm(.speech))
      let voice = Task { await utterance.waitUntilOver(fade: .milliseconds(20)) }
      try await host.read(until: 4800)
      try await host.wait(until: 4800 + 2400, of: utterance)
      voice.cancel()
      try await host.read(toTheEndOf: utterance)
      let report = await voice.value
      guard host.isSteady else { return false }
      #expect(report.isStopped && report.framesHeard < FrameCount(96_000), "\(report.outcome)")
      // A machine that is busy may have left less than 20 ms to be faded.
      let fade = host.samples.filter { $0 != 10_000 && $0 != 0 }
      #expect((24...480).contains(fade.count) && fade == fade.sorted(by: >), "\(fade.count) samples were faded")
      // Who brings the bytes is told.
      for await _ in ends {}
      let next = player.play(bytes: stream([noise(2400).littleEndianBytes]), format: .pcm(.speech))
      try await host.read(toTheEndOf: next)
      #expect(await next.waitUntilOver().isFinished)
      #expect(Array(host.samples.filter { $0 != 0 }.suffix(2400)).difference(from: noise(2400)) == nil)
      return true
    }
  }

  @Test func whatACancelledTaskSaysIsNotHeard() async throws {
    let source = PullSource(recoveryLimit: .seconds(60))
    let (player, host) = (try player(.pull(source)), HandHost(source))
    defer { player.shutDown() }
    let (gate, opener) = AsyncStream<Void>.makeStream()
    let voice = Task {
      for await _ in gate {}
      return await player.play(bytes: stream([noise(48_000).littleEndianBytes]), format: .pcm(.speech)).waitUntilOver()
    }
    voice.cancel()
    opener.finish()
    #expect(await voice.value.isStopped)
    // The player writes 4800 samples ahead.
    for _ in 0..<20 { try await host.readBlock() }
    #expect(host.samples.count { $0 != 0 } < 2400)
  }

  @Test func aStreamThatIsWrittenEndsWithTheTask() async throws {
    let source = PullSource(recoveryLimit: .seconds(60))
    let (player, host) = (try player(.pull(source)), HandHost(source))
    defer { player.shutDown() }
    let stream = try player.openStream(format: .pcm(.speech))
    let voice = Task { await stream.utterance.waitUntilOver() }
    stream.write(noise(24_000).littleEndianBytes.span)
    try await host.read(until: 2400)
    voice.cancel()
    try await host.read(toTheEndOf: stream.utterance)
    #expect(await voice.value.isStopped)
    #expect(stream.isOver && stream.write([1, 2].span) == .zero)
  }

  @Test func anUtteranceThatIsPausedHoldsItsPlaceAndLetsGoAtItsEnd() async throws {
    let source = PullSource(recoveryLimit: .seconds(60))
    let (player, host) = (try player(.pull(source)), HandHost(source))
    defer { player.shutDown() }
    let samples = (1...3).map { noise(9600, seed: $0) }
    let utterances = samples.map { player.play(bytes: stream([$0.littleEndianBytes]), format: .pcm(.speech)) }
    try await host.read(until: 2400)
    utterances[0].pause()
    while utterances[0].snapshot.state != .paused { try await host.readBlock() }
    let count = host.samples.count
    for _ in 0..<20 { try await host.readBlock() }
    #expect(host.samples.count == count)
    utterances[0].resume()
    try await host.read(toTheEndOf: utterances[0])
    // What stands still because of one does not beyond its end, nor when it is over.
    utterances[1].pause()
    #expect(await utterances[1].stop().isStopped)
    utterances[0].pause()
    try await host.read(toTheEndOf: utterances[2])
    let (first, last) = (await utterances[0].report, await utterances[2].report)
    #expect(first.isFinished && last.isFinished)
    let heard = host.samples.filter { $0 != 0 }
    #expect(Array(heard.prefix(9600)).difference(from: samples[0]) == nil)
    #expect(Array(heard.suffix(9600)).difference(from: samples[2]) == nil)
  }
}
