import AudioTypes
import Foundation
import Synchronization
import Testing

@testable import Playback

/// A host that reads the sound into a graph of its own.
@Suite(.timeLimit(.minutes(1))) struct PullSourceTests {
  @Test("Blocks of any size bring every sample once", arguments: [1, 37, 240, 1024, 4000])
  func blockSizes(frames: Int) async throws {
    let source = PullSource()
    let (player, host) = (try player(.pull(source)), PullHost(source, blockFrames: frames, pause: .microseconds(1)))
    defer { host.stop(); player.shutDown() }
    // Some 300 reads at most: each lets go of the processor.
    let samples = noise(min(12_000, frames * 300))
    let report = await player.play(bytes: stream(samples.littleEndianBytes.pieces(of: 4001)), format: .pcm(.speech))
      .report
    #expect(report.isFinished && report.framesHeard == FrameCount(samples.count), "\(report.outcome)")
    #expect(host.sound.difference(from: samples) == nil)
  }

  @Test func whatIsReadBeforeAndAfterIsSilence() throws {
    let source = PullSource()
    var block = [Int16](repeating: 9, count: 480)
    var span = block.mutableSpan
    #expect(source.read(into: &span) == .zero)
    #expect(block.allSatisfy { $0 == 0 })
    let player = try player(.pull(source))
    player.shutDown()
    block = [Int16](repeating: 9, count: 480)
    span = block.mutableSpan
    #expect(source.read(into: &span) == .zero)
    #expect(block.allSatisfy { $0 == 0 })
  }

  @Test func itIsOfTheHostsFormatWhateverIsPlayed() async throws {
    let stereo = try #require(AudioFormat(sampleRate: 48_000, channelCount: 2))
    let source = PullSource(format: stereo)
    let (player, host) = (try player(.pull(source)), PullHost(source, blockFrames: 480))
    defer { host.stop(); player.shutDown() }
    let tone = sine(500, .speech, milliseconds: 300)
    #expect(await player.play(bytes: stream([tone.littleEndianBytes]), format: .pcm(.speech)).report.isFinished)
    let own = noise(4800, channels: 2)
    #expect(await player.play(bytes: stream([own.littleEndianBytes]), format: .pcm(stereo)).report.isFinished)
    #expect(Array(host.sound.suffix(own.count)).difference(from: own) == nil)
    let converted = host.samples.dropLast(own.count + 960)
    let wanted = sine(500, stereo, milliseconds: 300)
    #expect(converted.count > wanted.count)
    let worst = (4800..<20_000).map { abs(Int(converted[$0]) - Int(wanted[$0])) }.max() ?? .max
    #expect(worst <= 32, "\(worst)")
  }

  @Test func aStopFadesWhatWasNotRead() async throws {
    try await untilSteady {
      let source = PullSource(recoveryLimit: .seconds(60))
      let (player, host) = (try player(.pull(source)), HandHost(source))
      defer { player.shutDown() }
      let loud = [Int16](repeating: 10_000, count: 48_000)
      let utterance = player.play(bytes: stream([loud.littleEndianBytes]), format: .pcm(.speech))
      try await host.read(until: 4800)
      // What has been written ahead is what can be faded.
      try await host.wait(until: 4800 + 2400, of: utterance)
      utterance.requestStop(fade: .milliseconds(20))
      try await host.read(toTheEndOf: utterance)
      let report = await utterance.report
      guard host.isSteady else { return false }
      #expect(report.isStopped && report.framesHeard >= FrameCount(4800) && report.framesHeard < FrameCount(40_000))
      let fade = host.samples.filter { $0 != 10_000 && $0 != 0 }
      // What the host reads while it is being replaced stays as it was: a block, less the 3 ms that are left to it.
      #expect((480 - 168...480).contains(fade.count), "\(fade.count) samples were faded")
      #expect(fade == fade.sorted(by: >))
      let next = noise(2400)
      let following = player.play(bytes: stream([next.littleEndianBytes]), format: .pcm(.speech))
      try await host.read(toTheEndOf: following)
      #expect(await following.report.isFinished)
      #expect(Array(host.samples.filter { $0 != 0 }.suffix(2400)).difference(from: next) == nil)
      return true
    }
  }

  @Test func aPauseIsSilenceAndNothingIsLost() async throws {
    let source = PullSource(recoveryLimit: .seconds(60))
    let (player, host) = (try player(.pull(source)), HandHost(source))
    defer { player.shutDown() }
    let samples = noise(14_400)
    let utterance = player.play(bytes: stream([samples.littleEndianBytes]), format: .pcm(.speech))
    try await host.read(until: 2400)
    player.pause()
    while utterance.snapshot.state != .paused { try await host.readBlock() }
    let count = host.samples.count
    for _ in 0..<20 { try await host.readBlock() }
    #expect(host.samples.count == count && count < 14_400)
    player.resume()
    try await host.read(toTheEndOf: utterance)
    #expect(await utterance.report.isFinished)
    #expect(host.samples.filter { $0 != 0 }.difference(from: samples) == nil)
  }

  @Test func aStallIsCountedAndNothingIsLost() async throws {
    let source = PullSource(recoveryLimit: .seconds(60))
    let (player, host) = (try player(.pull(source)), HandHost(source))
    defer { player.shutDown() }
    let samples = noise(14_400)
    let halves = samples.littleEndianBytes.pieces(of: 14_400)
    let (bytes, feed) = AsyncStream<[UInt8]>.makeStream()
    let utterance = player.play(bytes: bytes, format: .pcm(.speech))
    feed.yield(halves[0])
    while utterance.snapshot.state != .stalled { try await host.readBlock() }
    #expect(host.samples.filter { $0 != 0 }.difference(from: Array(samples.prefix(7200))) == nil)
    feed.yield(halves[1])
    feed.finish()
    try await host.read(toTheEndOf: utterance)
    let report = await utterance.report
    #expect(report.isFinished && report.stallCount >= 1 && report.stalledTime > .zero, "\(report.outcome)")
    #expect(host.samples.filter { $0 != 0 }.difference(from: samples) == nil)
  }

  @Test func aHostThatDoesNotReadFailsTheUtteranceAndIsHeardLater() async throws {
    let source = PullSource(recoveryLimit: .seconds(4))
    let player = try player(.pull(source))
    defer { player.shutDown() }
    let report = await player.play(bytes: stream([noise(24_000).littleEndianBytes]), format: .pcm(.speech)).report
    guard case .failed(.outputStalled) = report.outcome else {
      Issue.record("\(report.outcome)")
      return
    }
    let host = PullHost(source)
    defer { host.stop() }
    while !host.hasBegun { try await Task.sleep(for: .milliseconds(1)) }
    let samples = noise(4800, seed: 3)
    #expect(await player.play(bytes: stream([samples.littleEndianBytes]), format: .pcm(.speech)).report.isFinished)
    #expect(host.sound.difference(from: samples) == nil)
  }

  @Test func aSourceIsForOnePlayerAtATime() throws {
    let source = PullSource()
    let first = try player(.pull(source))
    #expect(throws: PlaybackError.self) { try player(.pull(source)) }
    first.shutDown()
    try player(.pull(source)).shutDown()
  }
}
