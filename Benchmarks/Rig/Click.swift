import AudioTypes
import Gust
import PulseHarness

/// A loud write by nothing but `PulseOutput` into an idle stream: what is heard of it is what the sound server and the
/// recorder add.
struct Click: ~Copyable {
  private var output: PulseOutput

  /// Opens the stream.
  init(_ server: PrivatePulseServer) throws {
    var output = try PulseOutput(PulseConfiguration(server: server.serverAddress, device: Rig.sink.name))
    try iterate(&output, for: .seconds(5), until: { $0.state == .ready })
    guard output.state == .ready else { throw BenchError("the sound server did not open a stream: \(output.state)") }
    self.output = output
  }

  /// Keeps the stream empty for `duration`.
  mutating func rest(_ duration: Duration) throws {
    try iterate(&output, for: duration, until: { _ in false })
  }

  /// Writes 5 ms of full scale, lets them be played, and returns when they were written.
  mutating func write() throws -> MonotonicInstant {
    let length = output.format.frameCount(in: .milliseconds(5))
    let written = MonotonicInstant.now
    _ = try output.write(atMost: length) { samples in
      while !samples.isFull { samples.append(.max) }
    }
    // Or PipeWire would keep them: they fill no block.
    try output.beginDrain()
    try rest(.milliseconds(50))
    return written
  }
}

/// Runs the mainloop until `isDone` or the time is over.
private func iterate(
  _ output: inout PulseOutput, for duration: Duration, until isDone: (borrowing PulseOutput) -> Bool
) throws {
  let deadline = MonotonicInstant.now.advanced(by: duration)
  while !isDone(output), .now < deadline { output.iterate(until: deadline) }
  if case .failed(let error) = output.state { throw error }
}
