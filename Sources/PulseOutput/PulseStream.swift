import AudioTypes
import CPulse

/// The owner of one `pa_stream` for playback, and of the memory its callbacks write to.
///
/// It may outlive its context: disconnecting the context ends the stream, which then is only released.
@safe
struct PulseStream: ~Copyable {
  enum State {
    case opening
    case ready
    /// Why, only the connection knows: a stream that failed has no context any more.
    case failed
  }

  let format: AudioFormat
  private let stream: OpaquePointer
  private let signals = CallbackMemory(StreamSignals())
  private let device: String?
  private var drain: PulseOperation?
  private var question: PulseOperation?

  /// Starts to open a stream on `device`, uncorked and empty; nil takes the default. It may be moved to another sink later.
  init(
    on connection: borrowing PulseConnection, name: String, device: String?, format: AudioFormat, bufferLength: Duration
  ) throws(PulseError) {
    var specification = pa_sample_spec(
      format: PA_SAMPLE_S16LE, rate: UInt32(format.sampleRate), channels: UInt8(format.channelCount))
    // Without a map of ours libpulse refuses more channels than its default layouts name.
    var channels = pa_channel_map()
    unsafe pa_channel_map_init_extend(&channels, UInt32(format.channelCount), PA_CHANNEL_MAP_DEFAULT)
    guard let stream = unsafe pa_stream_new(connection.context, name, &specification, &channels) else {
      throw connection.lastError()
    }
    var attributes = pa_buffer_attr(bufferLength: bufferLength, format: format)
    let flags = pa_stream_flags_t(
      PA_STREAM_ADJUST_LATENCY.rawValue | PA_STREAM_AUTO_TIMING_UPDATE.rawValue)
    guard unsafe pa_stream_connect_playback(stream, device, &attributes, flags, nil, nil) == 0 else {
      unsafe pa_stream_unref(stream)
      throw connection.lastError(device: device)
    }
    self.format = format
    self.device = device
    unsafe self.stream = stream
    unsafe signals.address.listen(to: stream)
  }

  /// Callbacks first, then the stream; the memory they wrote to and a drain still under way go with this struct.
  deinit {
    unsafe signals.address.stopListening(to: stream)
    if unsafe PA_STREAM_IS_GOOD(pa_stream_get_state(stream)) != 0 {
      unsafe pa_stream_disconnect(stream)
    }
    unsafe pa_stream_unref(stream)
  }

  var state: State {
    switch unsafe pa_stream_get_state(stream) {
    case PA_STREAM_READY: .ready
    case PA_STREAM_FAILED, PA_STREAM_TERMINATED: .failed
    default: .opening
    }
  }

  var writableByteCount: ByteCount {
    let size = unsafe pa_stream_writable_size(stream)
    return size == .max ? .zero : ByteCount(size)
  }

  var isSuspended: Bool { unsafe pa_stream_is_suspended(stream) == 1 }

  var isCorked: Bool { unsafe pa_stream_is_corked(stream) == 1 }

  var grantedBuffer: PulseBufferAttributes? {
    unsafe pa_stream_get_buffer_attr(stream).map { unsafe PulseBufferAttributes($0.pointee) }
  }

  var deviceName: String? {
    unsafe pa_stream_get_device_name(stream).map { unsafe String(cString: $0) }
  }

  func write(atMost limit: FrameCount, _ fill: (inout OutputSpan<Int16>) -> Void) throws(PulseError) -> FrameCount {
    let wanted = format.byteCount(of: limit).rawValue
    guard wanted > 0 else { return .zero }
    var memory: UnsafeMutableRawPointer?
    var size = wanted
    guard unsafe pa_stream_begin_write(stream, &memory, &size) == 0, let memory = unsafe memory else {
      throw lastError()
    }
    let buffer = unsafe UnsafeMutableRawBufferPointer(start: memory, count: min(size, wanted))
      .bindMemory(to: Int16.self)
    var span = unsafe OutputSpan(buffer: buffer, initializedCount: 0)
    fill(&span)
    let count = unsafe 2 * span.finalize(for: buffer)
    guard count > 0 else {
      unsafe pa_stream_cancel_write(stream)
      return .zero
    }
    guard unsafe pa_stream_write(stream, memory, count, nil, 0, PA_SEEK_RELATIVE) == 0 else {
      let error = lastError()
      unsafe pa_stream_cancel_write(stream)
      throw error
    }
    return format.frameCount(in: ByteCount(count))
  }

  func overwrite(_ samples: borrowing Span<Int16>, at index: FrameCount) throws(PulseError) {
    let offset = Int64(format.byteCount(of: index).rawValue)
    let result = unsafe samples.withUnsafeBytes { source in
      unsafe pa_stream_write(stream, source.baseAddress, source.count, nil, offset, PA_SEEK_ABSOLUTE)
    }
    guard result == 0 else { throw lastError() }
  }

  func setCorked(_ isCorked: Bool) throws(PulseError) {
    unsafe try PulseOperation(pa_stream_cork(stream, isCorked ? 1 : 0, nil, nil), orThrow: lastError()).letGo()
  }

  func flush() throws(PulseError) {
    unsafe try PulseOperation(pa_stream_flush(stream, nil, nil), orThrow: lastError()).letGo()
  }

  mutating func beginDrain() throws(PulseError) {
    signals.value.drained = nil
    drain = unsafe try PulseOperation(
      pa_stream_drain(stream, streamDrained, signals.address), orThrow: lastError())
  }

  mutating func askPosition() throws(PulseError) {
    guard !signals.value.awaitsPosition else { return }
    question = unsafe try PulseOperation(
      pa_stream_update_timing_info(stream, streamTold, signals.address), orThrow: lastError())
    signals.value.awaitsPosition = true
  }

  func takeEvents() -> PulseEvents {
    let taken = signals.value
    signals.value = StreamSignals()
    signals.value.latestStart = taken.latestStart
    signals.value.awaitsPosition = taken.awaitsPosition
    var events = PulseEvents()
    events.startedAt = taken.startedAt
    events.underflow = taken.underflowAt.map { PulseUnderflow(at: $0, index: underflowIndex) }
    events.hasOverflowed = taken.hasOverflowed
    events.suspended = taken.suspensionChanged ? isSuspended : nil
    events.movedTo = taken.hasMoved ? deviceName : nil
    events.drained = taken.drained
    events.bufferAttributesChanged = taken.bufferAttributesChanged
    return events
  }

  private var underflowIndex: ByteCount? {
    let index = unsafe pa_stream_get_underflow_index(stream)
    return index < 0 ? nil : ByteCount(Int(index))
  }

  /// The error of the last call on this stream that failed.
  private func lastError() -> PulseError {
    guard let context = unsafe pa_stream_get_context(stream) else { return .connectionLost }
    return PulseError(code: unsafe pa_context_errno(context), device: device)
  }
}

extension PulseStream {
  /// Nil until the server has told; again from a flush, a cork or a start until the next update.
  ///
  /// Reckoned from the raw timing information and not with `pa_stream_get_time`: after a pause in the stream that one
  /// was seen 200 ms ahead for the rest of the stream (null sink without rewinds), where this stays within a millisecond.
  var position: PulsePosition? {
    guard
      let timing = unsafe pa_stream_get_timing_info(stream)?.pointee,
      timing.read_index_corrupt == 0, timing.write_index_corrupt == 0
    else { return nil }
    let now = MonotonicInstant.now
    let age = age(of: timing.timestamp)
    let updatedAt = now.advanced(by: .zero - age)
    // What is older than the latest start tells nothing about where playback stands since.
    if let start = signals.value.latestStart, updatedAt < start { return nil }
    let readIndex = ByteCount(Int(timing.read_index))
    let writeIndex = ByteCount(Int(timing.write_index))
    let sinkLatency = Duration.microseconds(Int64(clamping: timing.sink_usec))
    let end = duration(of: timing.playing != 0 ? writeIndex : readIndex)
    let heard = max(.zero, min(end, duration(of: readIndex) + age - sinkLatency))
    return PulsePosition(
      asOf: now,
      heard: heard,
      latency: duration(of: writeIndex) - heard,
      updatedAt: updatedAt,
      readIndex: readIndex,
      writeIndex: writeIndex,
      sinkLatency: sinkLatency,
      transportLatency: .microseconds(Int64(clamping: timing.transport_usec)),
      isPlaying: timing.playing != 0)
  }

  private func duration(of bytes: ByteCount) -> Duration { format.duration(of: format.frameCount(in: bytes)) }

  /// libpulse stamps with the wall clock, which may have been set since: never negative.
  private func age(of timestamp: timeval) -> Duration {
    var timestamp = timestamp
    return .microseconds(Int64(clamping: unsafe pa_timeval_age(&timestamp)))
  }
}
