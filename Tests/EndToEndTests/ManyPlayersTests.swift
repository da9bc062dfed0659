import AudioTypes
import BreezeSimulator
import Foundation
import Gust
import PulseHarness
import Synchronization
import TestSupport
import Testing

extension EndToEndTests {
  /// Several players in one process.
  @Suite struct ManyPlayers {
    @Test("Eight players at once, each on a sink of its own, are each heard whole and none of another")
    func eight() async throws {
      let names = (0..<8).map { "sink\($0)" }
      let stage = try await offPool { try Stage(sinks: names.map { .init(name: $0) }) }
      defer { stage.close() }
      let scenario = Scenario.noise(1500, pace: Pace())
      stage.set(scenario)
      let players = try names.map { name in
        try stage.player {
          $0.sound = .pulse(PulseConfiguration(server: stage.server.serverAddress, device: name))
        }
      }
      for player in players { try await player.prepare() }
      let recorders = try await offPool {
        try names.map { try MonitorRecorder(server: stage.server, sink: $0) }
      }
      // Every other one plays bytes of the host's.
      let own = try names.map { try stage.samples("own \($0)", scenario) }
      let utterances = zip(players, names).enumerated().map { index, pair in
        index.isMultiple(of: 2)
          ? pair.0.speak(.pcm(pair.1)) : pair.0.play(bytes: PCMPieces(own[index]), format: .pcm(.speech))
      }
      for utterance in utterances { try await utterance.expectFinished() }
      let end = MonotonicInstant.now
      for (index, recorder) in recorders.enumerated() {
        let heard = try await recorder.finish(after: end)
        let wanted = index.isMultiple(of: 2) ? try stage.samples(names[index], scenario) : own[index]
        expectSame(heard.sound, wanted, "\(names[index])")
      }
      for player in players { try await shutDown(player) }
    }

    @Test("Players with sinks of every kind do not disturb one another")
    func everyKind() async throws {
      let stage = try EndToEndTests.stage
      let scenario = Scenario.noise(800)
      stage.set(scenario)
      let paths = (0..<3).map { "/tmp/gust-kinds-\(getpid())-\($0).wav" }
      defer { paths.forEach { try? FileManager.default.removeItem(atPath: $0) } }
      let sources = (0..<3).map { _ in PullSource() }
      let hosts = sources.map { ReadingHost($0) }
      let sounds = sources.map(PlayerConfiguration.Sound.pull) + paths.map { .wavFile($0) }
      let players = try sounds.map { sound in try stage.player { $0.sound = sound } } + [try stage.player()]
      let recording = try await stage.hear { _ in
        let utterances = players.enumerated().map { $1.speak(.pcm("kind \($0)")) }
        for utterance in utterances { try await utterance.expectFinished() }
      }
      for player in players { try await shutDown(player) }
      let heard =
        hosts.map { $0.stop() }
        + (try paths.map { [Int16](littleEndian: try Data(contentsOf: URL(filePath: $0)).dropFirst(44)).nonzero })
        + [recording.sound]
      for (index, sound) in heard.enumerated() { expectSame(sound, try stage.samples("kind \(index)", scenario)) }
    }
  }

  /// A player that has nothing to do, with its connections kept warm.
  @Suite struct Idling {
    @Test("With nothing to play neither thread ever wakes up, and the stream stands still")
    func noWakeUps() async {
      await #expect(processExitsWith: .success) {
        let stage = try Stage()
        defer { stage.close() }
        stage.set(.noise(500))
        let source = PullSource()
        let pulse = try stage.player { $0.idleLimit = .milliseconds(200) }
        let pull = try stage.player { ($0.idleLimit, $0.sound) = (.milliseconds(200), .pull(source)) }
        let host = ReadingHost(source)
        for player in [pulse, pull] {
          try await player.prepare()
          guard await player.speak(.pcm("Idle")).report.isFinished else { exit(2) }
        }
        // A sound server's own last words come up to some seconds later.
        try await Task.sleep(for: .seconds(4))
        let before = playersWakeUps()
        try await Task.sleep(for: .seconds(5))
        let after = playersWakeUps()
        // The streams that keep the sinks awake never are.
        let isCorked = try stage.server.control(["list", "sink-inputs"]).contains("Corked: yes")
        print("wake-ups by thread: \(before) → \(after), corked: \(isCorked)")
        _ = host.stop()
        guard before.count == 4, before.values.allSatisfy({ $0.count == 2 }), before == after, isCorked else { exit(1) }
        [pulse, pull].forEach { $0.shutDown() }
      }
    }
  }
}

/// How often each thread of a player in this process has run.
private func playersWakeUps() -> [String: [Int]] {
  wakeUps(of: "self").filter { $0.key.hasSuffix(" gust-audio") || $0.key.hasSuffix(" gust-network") }
}

/// PCM in pieces of 2000 bytes.
private struct PCMPieces: AsyncSequence, Sendable {
  let bytes: [UInt8]

  init(_ samples: [Int16]) {
    bytes = samples.littleEndianBytes
  }

  struct AsyncIterator: AsyncIteratorProtocol {
    var rest: ArraySlice<UInt8>

    mutating func next() async -> ArraySlice<UInt8>? {
      defer { rest = rest.dropFirst(2000) }
      return rest.isEmpty ? nil : rest.prefix(2000)
    }
  }

  func makeAsyncIterator() -> AsyncIterator { AsyncIterator(rest: bytes[...]) }
}

/// A host that reads 10 ms every 10 ms, as a device would.
private final class ReadingHost: Sendable {
  private let read = Mutex((samples: [Int16](), isOver: false))

  init(_ source: PullSource) {
    Thread.detachNewThread { [self] in
      var block = [Int16](repeating: 0, count: 240)
      while !read.withLock(\.isOver) {
        var span = block.mutableSpan
        let count = source.read(into: &span).rawValue
        read.withLock { $0.samples += block[..<count] }
        usleep(10_000)
      }
    }
  }

  /// Ends reading, and returns what was heard but silence.
  func stop() -> [Int16] {
    read.withLock {
      $0.isOver = true
      return $0.samples.nonzero
    }
  }
}
