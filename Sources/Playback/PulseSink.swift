import AudioTypes
import PulseOutput

/// The sound server as an engine's sink. Errors of single calls show in `state`, where the engine looks anyway.
struct PulseSink: AudioSink, ~Copyable {
  private var output: PulseOutput
  private var error: PulseError?
  private(set) var writeIndex = FrameCount.zero

  init(_ output: consuming PulseOutput) {
    self.output = output
  }

  /// See `PulseOutput.iterate(until:)`.
  mutating func iterate(until deadline: MonotonicInstant?) {
    output.iterate(until: deadline)
  }

  var state: SinkState {
    if let error { return .failed(.output(error)) }
    return switch output.state {
    case .connecting: .connecting
    case .ready: .ready
    case .failed(let error): .failed(.output(error))
    }
  }

  var format: AudioFormat { output.format }

  var writable: FrameCount { format.frameCount(in: output.writableByteCount) }

  var heardIndex: FrameCount? {
    guard let position = output.position else { return nil }
    return heardIndex(at: position)
  }

  var isPlayedOut: Bool {
    guard let position = output.position, heardIndex(at: position) == writeIndex else { return false }
    // A server that froze says nothing new, while the reckoned time goes on.
    return position.readIndex >= format.byteCount(of: writeIndex)
  }

  var buffer: GrantedBuffer? {
    guard let granted = output.grantedBuffer else { return nil }
    return GrantedBuffer(
      targetLength: format.duration(of: format.frameCount(in: granted.targetLength)),
      minimumRequest: format.duration(of: format.frameCount(in: granted.minimumRequest)),
      sinkLatency: output.position?.sinkLatency)
  }

  var replaceableIndex: FrameCount? {
    guard let position = output.position else { return nil }
    return heardIndex(at: position) + format.frameCount(in: max(position.sinkLatency, .zero))
  }

  private func heardIndex(at position: PulsePosition) -> FrameCount {
    // A stream that ran dry stands still at its end; how long its last frames took to the ear does not matter any more.
    if !position.isPlaying, position.readIndex >= format.byteCount(of: writeIndex) { return writeIndex }
    return min(max(format.frameCount(in: position.heard), .zero), writeIndex)
  }

  mutating func reopen(_ format: AudioFormat) {
    writeIndex = .zero
    attempt { output throws(PulseError) in try output.openStream(format) }
  }

  mutating func write(atMost limit: FrameCount, _ fill: (inout OutputSpan<Int16>) -> Void) -> FrameCount {
    let limit = min(limit, writable)
    guard limit > .zero else { return .zero }
    var count = FrameCount.zero
    attempt { output throws(PulseError) in count = try output.write(atMost: limit, fill) }
    writeIndex = writeIndex + count
    return count
  }

  mutating func overwrite(from index: FrameCount, _ samples: borrowing Span<Int16>) {
    do {
      try output.overwrite(samples, at: index)
      writeIndex = index + FrameCount(samples.count / format.channelCount)
    } catch {
      self.error = error
    }
  }

  mutating func setCorked(_ isCorked: Bool) {
    attempt { output throws(PulseError) in try output.setCorked(isCorked) }
  }

  mutating func beginDrain() {
    attempt { output throws(PulseError) in try output.beginDrain() }
  }

  mutating func takeEvents() -> SinkEvents {
    let events = output.takeEvents()
    return SinkEvents(
      startedAt: events.startedAt, underflowAt: events.underflow?.at, drained: events.drained == true)
  }

  private mutating func attempt(_ body: (inout PulseOutput) throws(PulseError) -> Void) {
    do {
      try body(&output)
    } catch {
      self.error = error
    }
  }
}
