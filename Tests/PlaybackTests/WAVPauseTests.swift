import AudioTypes
import Platform
import Prebuffering
import PulseHarness
import Testing

@testable import Playback

/// The pauses between utterances in a file, where no time passes but that of what is written.
@Suite struct WAVPauseTests {
  private let a = noise(4800)
  private let b = noise(2400, seed: 2)

  /// All of the first has been written, and much time has passed, when the second comes.
  @Test(arguments: [0, 100, 2000, 60_000]) func whoComesLateKeepsTheWholePause(milliseconds: Int) throws {
    let heard = try written { stage in
      try stage.play(a)
      stage.now = stage.now.advanced(by: .milliseconds(milliseconds))
      try stage.play(b, after: .milliseconds(300))
    }
    #expect(heard.difference(from: a + silence(7200) + b + silence(240)) == nil)
  }

  @Test func soDoesOneInAnotherFormat() throws {
    let heard = try written(.speech) { stage in
      try stage.play(a)
      stage.now = stage.now.advanced(by: .seconds(1))
      try stage.play(b.flatMap { [$0, $0] }, doubled, after: .milliseconds(300))
    }
    expectPause(in: heard)
  }

  /// The second is there before the first ends: the stream changes its format right behind the pause.
  @Test func soDoesOneInAnotherFormatThatIsQueued() throws {
    let heard = try written(.speech) { stage in
      let first = try stage.queue(a)
      let second = try stage.queue(b.flatMap { [$0, $0] }, doubled, after: .milliseconds(300))
      stage.run(untilEndOf: second)
      #expect(first.end?.isPlayed == true && first.end?.framesHeard == FrameCount(a.count))
    }
    expectPause(in: heard)
  }

  private var doubled: AudioFormat {
    get throws { try #require(AudioFormat(sampleRate: 24_000, channelCount: 2)) }
  }

  /// Same rate, other channels: not a frame is lost between the formats. The converter spreads sound by half its window, and
  /// keeps as much of the last silence.
  private func expectPause(in heard: [Int16]) {
    let half = 16
    #expect(heard.count == a.count + 7200 + b.count + 240 - half)
    #expect(Array(heard.prefix(a.count + 7200 - half)).difference(from: a + silence(7200 - half)) == nil)
    #expect(heard.dropFirst(a.count + 7200).prefix(b.count).contains { $0 != 0 })
  }

  /// What a file holds in the end.
  private func written(_ format: AudioFormat? = nil, _ body: (FileStage) throws -> Void) throws -> [Int16] {
    let folder = try TemporaryFolder()
    let stage = try FileStage(folder.path("pauses.wav"), format)
    try body(stage)
    try stage.sink.close()
    return try ReadWAV(folder.path("pauses.wav")).samples
  }
}

/// An engine that writes a file, in virtual time.
private final class FileStage {
  var engine = PlaybackEngine(volume: 1)
  var sink: WAVSink
  var now = MonotonicInstant(nanoseconds: 1_000_000_000_000)
  private var count = 0

  init(_ path: String, _ format: AudioFormat?) throws {
    sink = try WAVSink(path: path, format, try ThreadWaker())
  }

  func queue(
    _ samples: [Int16], _ format: AudioFormat = .speech, after pause: Duration = .zero
  ) throws -> ScriptedUtterance {
    count += 1
    let utterance = try ScriptedUtterance(
      id: UtteranceID(rawValue: count), .pcm(format), ringCapacity: 1 << 20, prior: .none)
    utterance.write(samples)
    utterance.finish()
    let playout = Playout(
      id: utterance.id, progress: utterance.progress, policy: .immediate, pauseBefore: pause)
    engine.perform(.enqueue(playout), on: &sink, now: now)
    if let source = utterance.takeSource() { engine.perform(.attach(utterance.id, source), on: &sink, now: now) }
    return utterance
  }

  func play(_ samples: [Int16], _ format: AudioFormat = .speech, after pause: Duration = .zero) throws {
    let utterance = try queue(samples, format, after: pause)
    run(untilEndOf: utterance)
    #expect(utterance.end?.isPlayed == true)
  }

  func run(untilEndOf utterance: ScriptedUtterance) {
    for _ in 0..<1000 where utterance.end == nil {
      engine.step(&sink, now: now)
      now = now.advanced(by: .microseconds(100))
    }
  }
}
