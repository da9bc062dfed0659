import AudioTypes
import BreezeSimulator
import Gust
import PulseHarness
import Testing

/// On a stage of its own, beside the others: it takes as long as its sound.
@Suite(.timeLimit(.minutes(3))) struct BackPressureTests {
  @Test("A quarter of a minute that comes all at once into a paused player waits on the other side, and is heard whole")
  func burst() async throws {
    let stage = try await offPool { try Stage(sinks: [.init()]) }
    defer { stage.close() }
    let scenario = Scenario.noise(15_000)
    let spoken = try stage.samples("A quarter of a minute", scenario)
    stage.set(scenario)
    let player = try stage.player()
    let recording = try await stage.hear { recorder in
      player.pause()
      let utterance = player.speak(.pcm("A quarter of a minute"))
      #expect(await eventually { !(stage.requests.first?.sends.isEmpty ?? true) })
      try await Task.sleep(for: .milliseconds(500))
      #expect(recorder.recording.sound.isEmpty)
      player.resume()
      let report = try await utterance.end()
      #expect(report.isFinished)
      #expect(report.bytesReceived == ByteCount(2 * spoken.count))
      #expect(report.framesHeard == FrameCount(spoken.count))
      #expect(report.ringHighWater > .zero && report.ringHighWater <= ByteCount(256 * 1024))
    }
    expectSame(recording.sound, spoken)
    try await shutDown(player)
  }
}
