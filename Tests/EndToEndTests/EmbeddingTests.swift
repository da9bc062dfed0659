import AudioTypes
import BreezeSimulator
import Foundation
import Gust
import PulseHarness
import Synchronization
import TestSupport
import Testing

extension EndToEndTests {
  /// What a program sees and does that speaks.
  @Suite struct Embedders {
    let stage: Stage

    init() throws {
      stage = try EndToEndTests.stage
    }

    @Test("The level is that of what is at the sink at that moment, within 1 dB and 50 ms")
    func levels() async throws {
      let player = try stage.player { $0.startPolicy = .fixed(.milliseconds(500)) }
      try await player.prepare()
      var levels: [SoundLevel] = []
      let recording = try await stage.hear { _ in
        let utterance = player.play(bytes: Self.bursts, format: .pcm(.speech))
        for await level in utterance.levels(every: .milliseconds(50)) { levels.append(level) }
        try await utterance.expectFinished()
      }
      let loud = zip(levels, levels.dropFirst()).filter { $1.rms > SoundLevel.silence }
      let misses = loud.filter { former, level in
        !(-50...50).contains { recording.matches(level, since: former.instant, late: $0) }
      }
      print("\(loud.count) of \(levels.count) levels above silence, \(misses.count) not at the monitor")
      // A busy machine gives fewer readings, but no false ones.
      #expect(loud.count >= 5 && misses.isEmpty, "\(misses)")
      try await shutDown(player)
    }

    /// 2.4 s: 300 ms each of a tone at −6, −26, −16 dB and silence, twice.
    private static var bursts: AsyncStream<[UInt8]> {
      let samples = [16_384, 1640, 5190, 0, 16_384, 1640, 5190, 0].flatMap { amplitude in
        (0..<7200).map { Int16($0 / 12 % 2 == 0 ? amplitude : -amplitude) }
      }
      let bytes = samples.littleEndianBytes
      return AsyncStream { continuation in
        continuation.yield(bytes)
        continuation.finish()
      }
    }

    @Test("Each utterance is asked for with the key of its moment, and without one not at all")
    func keys() async throws {
      stage.set(.noise(100))
      let keys = Mutex<[String]>([Stage.key, "brz_wrong", "not a key"])
      let endpoint = try ServiceEndpoint(stage.simulator.baseURL)
      let service = SpeechService(endpoint: endpoint) { try APIKey(keys.withLock { $0.removeFirst() }) }
      let player = try stage.player { $0.service = service }
      try await player.prepare()
      try await player.speak(.pcm("With the right one")).expectFinished()
      guard case .failed(.service(let refused)) = try await player.speak(.pcm("With a wrong one")).end().outcome,
        case .failed(.key(let reason)) = try await player.speak(.pcm("With none")).end().outcome
      else {
        Issue.record("what has no key was spoken")
        return
      }
      #expect(refused.kind == .authentication && !reason.isEmpty && !reason.contains("not a key"))
      #expect(stage.requests.map(\.status) == [200, 401] && keys.withLock(\.isEmpty))
      try await shutDown(player)
    }

    @Test("Progress never goes back, and ends with the last frame and the last character")
    func progress() async throws {
      stage.set(.noise(1200, pace: Pace()))
      let player = try stage.player { $0.startPolicy = .fixed(.milliseconds(500)) }
      let text = "How far is it to the end of this line?"
      let utterance = player.speak(.pcm(text))
      var positions: [UtterancePosition] = []
      for await position in utterance.progress(every: .milliseconds(50)) { positions.append(position) }
      let report = try await utterance.end()
      #expect(report.isFinished)
      let last = try #require(positions.last)
      #expect(last.frames == report.framesHeard && last.characters == text.count && last.heard == report.heardTime)
      #expect(
        zip(positions, positions.dropFirst()).allSatisfy {
          $0.frames <= $1.frames && $0.characters ?? 0 <= $1.characters ?? 0
        })
      #expect(positions.first?.characters == 0)
      try await shutDown(player)
    }

    @Test("Cancelling the task that speaks is silence, and the request is given up")
    func cancelling() async throws {
      stage.set(.noise(20_000, pace: Pace()))
      let player = try stage.player { $0.startPolicy = .fixed(.milliseconds(500)) }
      let recording = try await stage.hear { recorder in
        let voice = Task { await player.speak(.pcm("Never mind")).waitUntilOver(fade: .milliseconds(20)) }
        try await recorder.waitForSound(.milliseconds(200))
        voice.cancel()
        let report = try await within(.seconds(60)) { await voice.value }
        #expect(report.isStopped && report.heardTime < .seconds(20))
      }
      #expect(recording.sound.count < 24_000 * 20)
      #expect(await eventually { stage.requests.map(\.ending) == [.clientDisconnected] })
      try await shutDown(player)
    }

    @Test("Cancelling the task of a narration is silence, and no further piece is asked for")
    func cancellingNarration() async throws {
      stage.set(.noise(10_000, pace: Pace()))
      let player = try stage.player { $0.startPolicy = .fixed(.milliseconds(500)) }
      let texts = (1...9).map { "Piece \($0)." }
      let narration = player.narrate(Pieces(texts: texts), as: .pcm(""))
      _ = try await stage.hear { recorder in
        let voice = Task { await narration.waitUntilOver(fade: .milliseconds(20)) }
        try await recorder.waitForSound(.milliseconds(200))
        voice.cancel()
        #expect(try await within(.seconds(60)) { await voice.value }.isStopped)
      }
      #expect(stage.requests.count <= 2)
      #expect(await eventually { stage.requests.allSatisfy { $0.ending == .clientDisconnected } })
      try await shutDown(player)
    }

    @Test("A narration's progress goes through its text to the end")
    func narrationProgress() async throws {
      stage.set(.noise(500))
      let player = try stage.player { $0.startPolicy = .fixed(.milliseconds(500)) }
      let texts = ["One piece,", "another piece,", "and the last."]
      let narration = player.narrate(Pieces(texts: texts), as: .pcm(""))
      async let levels = narration.levels().reduce(into: [Double]()) { $0.append($1.rms) }
      var positions: [NarrationPosition] = []
      for await position in narration.progress(every: .milliseconds(20)) { positions.append(position) }
      #expect(try await narration.end().isFinished)
      #expect(positions.last?.piece == 2 && positions.last?.characters == texts.joined(separator: " ").count)
      #expect(zip(positions, positions.dropFirst()).allSatisfy { $0.characters <= $1.characters })
      let last = await levels.last
      #expect(last == SoundLevel.silence)
      try await shutDown(player)
    }
  }
}

extension Recording {
  /// Whether it is as loud as `level` says between `start` and its moment, both so many `milliseconds` later.
  fileprivate func matches(_ level: SoundLevel, since start: MonotonicInstant, late milliseconds: Int) -> Bool {
    let end = format.frameCount(in: origin.duration(to: level.instant) + .milliseconds(milliseconds))
    let begin = end - format.frameCount(in: min(start.duration(to: level.instant), .seconds(2)))
    guard begin >= .zero, end <= frameCount else { return false }
    let power = rms(begin..<end)
    return abs(level.rms - (power > 0 ? max(-96, 20 * log10(power)) : -96)) <= 1
  }
}
