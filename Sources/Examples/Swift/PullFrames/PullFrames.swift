import Glibc
import Gust

/// Has speech in a program's own audio graph, in 48 kHz stereo, and draws how loud it is. No sound server takes part: a loop
/// stands for the callback of the device.
///
///     BREEZE_API_KEY=… pull-frames voc_… "Heard by nobody"
@main
struct PullFrames {
  static func main() async throws {
    guard CommandLine.arguments.count == 3, let format = AudioFormat(sampleRate: 48_000, channelCount: 2) else {
      print("usage: pull-frames VOICE TEXT")
      exit(2)
    }
    let source = PullSource(format: format)
    var configuration = PlayerConfiguration(service: try .fromEnvironment())
    configuration.sound = .pull(source)
    let player = try Player(configuration)
    defer { player.shutDown() }
    let request = SpeechRequest(text: CommandLine.arguments[2], voiceID: CommandLine.arguments[1], format: .pcm)
    let utterance = player.speak(request)
    print("\(try await drawn(source, until: utterance)) frames")
    print(await utterance.report.outcome)
  }

  /// Reads 10 ms every 10 ms, and draws a bar for each 100 ms, until the utterance is over.
  private static func drawn(_ source: PullSource, until utterance: Utterance) async throws -> Int {
    let block = Duration.milliseconds(10)
    var samples = [Int16](
      repeating: 0, count: source.format.frameCount(in: block).rawValue * source.format.channelCount)
    var (frames, peak, blocks) = (0, UInt16.zero, 0)
    var due = ContinuousClock.now
    while utterance.snapshot.state != .over {
      var span = samples.mutableSpan
      frames += source.read(into: &span).rawValue
      peak = samples.reduce(peak) { max($0, $1.magnitude) }
      blocks += 1
      if blocks.isMultiple(of: 10) {
        print(String(repeating: "▮", count: Int(peak) / 1024))
        peak = 0
      }
      due += block
      try await Task.sleep(until: due)
    }
    return frames
  }
}
