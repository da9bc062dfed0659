import AudioTypes
import Platform
import PulseOutput

/// The sound server as an engine's sink. Errors of single calls show in `state`, where the engine looks anyway.
struct PulseSink: WaitingSink, ~Copyable {
  private var output: PulseOutput
  private var error: PulseError?
  private(set) var format: AudioFormat
  private(set) var writeIndex = FrameCount.zero
  /// What the stream told last, kept because one that failed tells no more.
  private var latestPosition: PulsePosition?
  /// When the server was gone; nil while it is there.
  private var failedAt: MonotonicInstant?
  private var device: DeviceChoice
  private var latestWrite: MonotonicInstant?

  /// No block of PipeWire is longer: 8192 frames at 48 kHz (`default.clock.quantum-limit`).
  private static let longestBlock = Duration.milliseconds(171)

  init(_ output: consuming PulseOutput) {
    format = output.configuration.format
    device = DeviceChoice(output.configuration.device ?? environmentVariable("PULSE_SINK"))
    self.output = output
  }

  /// See `PulseOutput.iterate(until:)`.
  mutating func iterate(until deadline: MonotonicInstant?) {
    output.iterate(until: deadline)
    if let position = output.position { latestPosition = position }
    switch output.state {
    case .connecting: break
    case .ready: device.noteFound()
    case .failed: failedAt = failedAt ?? .now
    }
  }

  /// The connection is closed with the sink.
  mutating func close() {}

  var state: SinkState {
    if let error { return .failed(.output(error)) }
    return switch output.state {
    case .connecting: .connecting
    case .ready: .ready
    case .failed(let error): .failed(.output(error))
    }
  }

  var writable: FrameCount { format.frameCount(in: output.writableByteCount) }

  var heardIndex: FrameCount? {
    if let position = output.position { return heardIndex(at: position, position.heard) }
    guard let failedAt, let latestPosition else { return nil }
    return heardIndex(at: latestPosition, latestPosition.heard(until: failedAt, format))
  }

  var takenIndex: FrameCount? { latestPosition.map { format.frameCount(in: $0.readIndex) } }

  var toldAt: MonotonicInstant? { latestPosition?.updatedAt }

  var isSuspended: Bool { output.isSuspended }

  var isRealTime: Bool { true }

  /// The sink it plays on; nil until the stream stands.
  var deviceName: String? { output.deviceName }

  /// Whether the server has yet to let the stream stand still, or go on.
  var awaitsCork: Bool { output.awaitsCork }

  var isPlayedOut: Bool {
    guard let position = output.position, heardIndex(at: position, position.heard) == writeIndex else { return false }
    // A server that froze says nothing new, while the reckoned time goes on.
    return position.readIndex >= format.byteCount(of: writeIndex)
  }

  var isStarved: Bool {
    // Only what was told since says what was left.
    guard
      let told = latestPosition, let dryAt = output.dryAt, max(dryAt, latestWrite ?? dryAt) < told.updatedAt
    else { return false }
    let rest = writeIndex - format.frameCount(in: told.readIndex)
    return rest > .zero && format.duration(of: rest) < Self.longestBlock
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
    // What a stream that stands still has not handed on waits, and nothing of it is on its way.
    guard position.isPlaying else { return min(format.frameCount(in: position.readIndex), writeIndex) }
    return heardIndex(at: position, position.heard) + format.frameCount(in: max(position.sinkLatency, .zero))
  }

  private func heardIndex(at position: PulsePosition, _ heard: Duration) -> FrameCount {
    // A stream that ran dry stands still at its end; how long its last frames took to the ear does not matter any more.
    if !position.isPlaying, position.readIndex >= format.byteCount(of: writeIndex) { return writeIndex }
    return min(max(format.frameCount(in: heard), .zero), writeIndex)
  }

  mutating func reopen(_ format: AudioFormat) {
    beginStream(format)
    attempt { output throws(PulseError) in try output.openStream(format) }
  }

  mutating func reconnect() {
    if case .failed(.output(let error)) = state { device.noteFailure(error, at: .now) }
    beginStream(format)
    failedAt = nil
    var configuration = output.configuration
    configuration.format = format
    configuration.device = device.name(at: .now)
    let waker = output.waker
    do {
      output = try PulseOutput(configuration, waker: waker)
      error = nil
    } catch {
      self.error = error
    }
  }

  private mutating func beginStream(_ format: AudioFormat) {
    self.format = format
    writeIndex = .zero
    latestPosition = nil
    latestWrite = nil
  }

  mutating func write(atMost limit: FrameCount, _ fill: (inout OutputSpan<Int16>) -> Void) -> FrameCount {
    let limit = min(limit, writable)
    guard limit > .zero else { return .zero }
    var count = FrameCount.zero
    attempt { output throws(PulseError) in count = try output.write(atMost: limit, fill) }
    writeIndex = writeIndex + count
    latestWrite = .now
    return count
  }

  mutating func overwrite(from index: FrameCount, _ samples: borrowing Span<Int16>) {
    do {
      try output.overwrite(samples, at: index)
      writeIndex = index + FrameCount(samples.count / format.channelCount)
      latestWrite = .now
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

  mutating func askPosition() {
    attempt { output throws(PulseError) in try output.askPosition() }
  }

  mutating func takeEvents() -> SinkEvents {
    let events = output.takeEvents()
    if let name = events.movedTo { device = DeviceChoice(name) }
    return SinkEvents(
      startedAt: events.startedAt, underflowAt: events.underflow?.at,
      underflowIndex: events.underflow?.index.map(format.frameCount(in:)), drained: events.drained == true)
  }

  private mutating func attempt(_ body: (inout PulseOutput) throws(PulseError) -> Void) {
    do {
      try body(&output)
    } catch {
      self.error = error
    }
  }
}

extension PulsePosition {
  /// A server that had not told for so long had stopped playing before it was gone, nobody knows when.
  private static let trustedAge = Duration.milliseconds(600)

  /// How much of the stream was heard when the server was gone, at `instant`.
  fileprivate func heard(until instant: MonotonicInstant, _ format: AudioFormat) -> Duration {
    let age = updatedAt.duration(to: instant)
    let taken = format.duration(of: format.frameCount(in: readIndex))
    return taken - sinkLatency + (isPlaying && age < Self.trustedAge ? age : .zero)
  }
}
