public import AudioTypes
import Foundation

/// Records what a sink plays, through a `parec` child, and keeps all of it.
///
/// By default it asks for a latency of 2 ms, which keeps a null sink awake and in small blocks.
public final class MonitorRecorder: Sendable {
  /// What is recorded at; another one than the sink's is resampled, and then nothing is bit-exact.
  public let format: AudioFormat
  private let child: ChildProcess
  private let tape: Tape

  /// Starts to record what `sink` plays, and returns when the first samples have come.
  ///
  /// - Parameter isPassive: it asks for no latency and so leaves the sink as it would be without it. What it records then
  ///   comes seconds late, in large pieces: only distances in it mean something, not when it came.
  public init(
    server: PrivatePulseServer, sink: String, format: AudioFormat = .speech, isPassive: Bool = false
  ) throws(HarnessError) {
    self.format = format
    tape = Tape(format: format)
    let pipe = try OutputPipe()
    defer { pipe.closeInput() }
    child = try ChildProcess(
      [
        "parec", "--server=\(server.serverAddress)", "--device=\(sink).monitor", "--raw", "--format=s16le",
        "--rate=\(format.sampleRate)", "--channels=\(format.channelCount)",
      ] + (isPassive ? [] : ["--latency-msec=2"]), output: pipe.input)
    tape.record(pipe)
    try waitUntil(frameCount: FrameCount(1), limit: .seconds(30))
  }

  /// How much has been recorded so far.
  public var frameCount: FrameCount { tape.frameCount }

  /// Returns when `frameCount` frames have been recorded.
  public func waitUntil(frameCount: FrameCount, limit: Duration) throws(HarnessError) {
    guard poll(limit: limit, until: { self.frameCount >= frameCount }) else {
      throw .timedOut(waitingFor: "\(frameCount.rawValue) recorded frames")
    }
  }

  /// Returns when `predicate` holds for all that has been recorded so far; asked at most fifty times a second.
  public func waitUntil(limit: Duration, _ predicate: (Recording) -> Bool) throws(HarnessError) {
    let deadline = MonotonicInstant.now.advanced(by: limit)
    while !predicate(recording) {
      guard MonotonicInstant.now < deadline else { throw .timedOut(waitingFor: "what was to be recorded") }
      usleep(20_000)
    }
  }

  /// What has been recorded so far.
  public var recording: Recording { tape.recording }

  /// Ends recording and returns all of it.
  public func stop() -> Recording {
    child.end()
    _ = poll(limit: .seconds(2)) { tape.hasEnded }
    return recording
  }
}
