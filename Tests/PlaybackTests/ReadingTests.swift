import AudioTypes
import Synchronization
import Testing

@testable import Playback

/// What a host reads of an utterance while it is heard, from a player that plays to the host.
@Suite(.timeLimit(.minutes(1))) struct ReadingTests {
  @Test func levelsAndPositionsComeUntilTheEnd() async throws {
    let source = PullSource(recoveryLimit: .seconds(60))
    let (player, host) = (try player(.pull(source)), HandHost(source))
    defer { player.shutDown() }
    let sound = tone(amplitude: 16_384, milliseconds: 400, .speech)
    let utterance = player.play(bytes: stream([sound.littleEndianBytes]), format: .pcm(.speech))
    var levels = utterance.levels(every: .milliseconds(10)).makeAsyncIterator()
    var positions = utterance.progress(every: .milliseconds(10)).makeAsyncIterator()
    var (heard, places): ([SoundLevel], [UtterancePosition]) = ([], [])
    while let level = await levels.next() {
      heard.append(level)
      if let place = await positions.next() { places.append(place) }
      try await host.readBlock()
    }
    while let place = await positions.next() { places.append(place) }
    let loud = heard.filter { $0.rms > SoundLevel.silence }
    #expect(!loud.isEmpty && loud.allSatisfy { abs($0.rms + 6.02) < 0.2 && abs($0.peak + 6.02) < 0.2 })
    #expect(heard.first?.rms == SoundLevel.silence && heard.last?.rms == SoundLevel.silence)
    #expect(places.last?.frames == FrameCount(9600) && places.last?.heard == .milliseconds(400))
    #expect(zip(places, places.dropFirst()).allSatisfy { $0.frames <= $1.frames })
    #expect(places.allSatisfy { $0.characters == nil })
    // Who comes late learns how it ended.
    var late = utterance.progress().makeAsyncIterator()
    #expect(await late.next()?.frames == FrameCount(9600))
    #expect(await late.next() == nil)
  }

  @Test func readingsCanBeGivenUpWithoutTheVoice() async throws {
    let source = PullSource()
    let (player, host) = (try player(.pull(source)), PullHost(source))
    defer { host.stop(); player.shutDown() }
    player.pause()
    let samples = noise(4800)
    let utterance = player.play(bytes: stream([samples.littleEndianBytes]), format: .pcm(.speech))
    let readers = [
      Task { for await _ in utterance.levels() {} }, Task { for await _ in utterance.progress() {} },
      Task { for await _ in utterance.events {} }, Task { _ = await utterance.report },
    ]
    readers.forEach { $0.cancel() }
    for reader in readers.dropLast() { await reader.value }
    player.resume()
    #expect(await utterance.report.isFinished)
    #expect(host.sound.difference(from: samples) == nil)
  }

  @Test func aPlayerNobodyReadsHasNothingToTell() async throws {
    let player = try player(.pull(PullSource()))
    let utterance = player.play(bytes: stream([noise(2400).littleEndianBytes]), format: .pcm(.speech))
    player.shutDown()
    var levels = utterance.levels(every: .zero).makeAsyncIterator()
    while let level = await levels.next() { #expect(level.rms == SoundLevel.silence) }
  }
}
