import AudioTypes
import PulseHarness

/// A sink that nobody keeps awake, heard by a recorder that does not wake it either.
///
/// That recorder gets everything seconds late, so its arrival says nothing. What it holds is counted instead: after each
/// run a click is played at a known moment, once the sink has long left its two-second blocks, and the sound began as
/// many frames before the click as lie between them. The sink's clock is the machine's monotonic clock.
final class ColdStage: Stage {
  let server: PrivatePulseServer
  /// How far each click lay from where the one before it says it should: what counting is off by over a whole run.
  private(set) var drifts: [Duration] = []
  private let recorder: MonitorRecorder
  private var reference: (frame: FrameCount, at: MonotonicInstant)

  private static let tolerance = Duration.milliseconds(300)
  private static let settling = Duration.milliseconds(2500)

  init(_ soundServer: SoundServerProgram) async throws {
    server = try PrivatePulseServer(sinks: [Rig.sink], program: soundServer)
    recorder = try MonitorRecorder(
      server: server, sink: Rig.sink.name, format: Rig.sink.format, isPassive: true)
    var click = try Click(server)
    try click.rest(Self.settling)
    let written = try click.write()
    try recorder.waitUntil(limit: .seconds(20)) { Take(recording: $0, start: .zero).lastAudible != nil }
    guard let frame = Take(recording: recorder.recording, start: .zero).firstAudible else {
      throw BenchError("the first click was not heard")
    }
    reference = (frame, written)
  }

  func listen(during play: () async throws -> Void) async throws -> Listened {
    // The sink has been idle for seconds; the run begins anywhere in its block.
    try await Task.sleep(for: .milliseconds(.random(in: 500..<2500)))
    try await play()
    try await Task.sleep(for: .milliseconds(150))
    let begin = reference.frame + frames(.milliseconds(100))
    let end = try mark()
    let take = Take(
      recording: recorder.recording.prefix(end), start: begin)
    let format = recorder.format
    let hearing = Hearing(take)
    let heardAt = hearing.map { reference.at.advanced(by: .zero - format.duration(of: reference.frame - $0.first)) }
    return Listened(format: format, hearing: hearing, heardAt: heardAt)
  }

  /// Clicks, finds the click and makes it the reference; returns a frame before it and behind all that was played.
  private func mark() throws -> FrameCount {
    var click = try Click(server)
    try click.rest(Self.settling)
    let written = try click.write()
    let expected = reference.frame + frames(reference.at.duration(to: written))
    let (begin, end) = (expected - frames(Self.tolerance), expected + frames(Self.tolerance))
    try recorder.waitUntil(frameCount: end, limit: .seconds(20))
    guard let found = Take(recording: recorder.recording.prefix(end), start: begin).firstAudible else {
      throw BenchError("the click after a run on the cold sink was not heard")
    }
    drifts.append(recorder.format.duration(of: found - expected))
    reference = (found, written)
    return begin
  }

  private func frames(_ duration: Duration) -> FrameCount { recorder.format.frameCount(in: duration) }
}

extension Recording {
  /// What came before `end`.
  fileprivate func prefix(_ end: FrameCount) -> Recording {
    Recording(
      samples: Array(samples.prefix(end.rawValue * format.channelCount)), format: format, origin: origin,
      fragments: fragments)
  }
}
