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
  private var cork: PulseOperation?
  /// How a drain ended, once it is known where; nil while it is not, and once it was taken.
  private var drained: Bool?
  /// Whether a drain ended and the server was asked where it left the stream.
  private var isLocatingEnd = false
  /// By how many bytes the server's indices run ahead of ours; see `overrun`.
  private var padding: Int64 = 0

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

  /// Nothing for the moment between the end of a drain and knowing where it left the stream.
  var writableByteCount: ByteCount {
    guard !isLocatingEnd else { return .zero }
    let size = unsafe pa_stream_writable_size(stream)
    return size == .max ? .zero : ByteCount(size)
  }

  var isSuspended: Bool { unsafe pa_stream_is_suspended(stream) == 1 }

  var dryAt: MonotonicInstant? { signals.value.dryAt }

  var isCorked: Bool { unsafe pa_stream_is_corked(stream) == 1 }

  /// Whether the server has yet to answer the latest `setCorked`.
  var awaitsCork: Bool { signals.value.awaitsCork }

  var grantedBuffer: PulseBufferAttributes? {
    unsafe pa_stream_get_buffer_attr(stream).map { unsafe PulseBufferAttributes($0.pointee) }
  }

  var deviceName: String? {
    unsafe pa_stream_get_device_name(stream).map { unsafe String(cString: $0) }
  }

  mutating func write(atMost limit: FrameCount, _ fill: (inout OutputSpan<Int16>) -> Void) throws(PulseError)
    -> FrameCount
  {
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
    let gap = overrun
    guard unsafe pa_stream_write(stream, memory, count, nil, gap, PA_SEEK_RELATIVE) == 0 else {
      let error = lastError()
      unsafe pa_stream_cancel_write(stream)
      throw error
    }
    padding += gap
    return format.frameCount(in: ByteCount(count))
  }

  func overwrite(_ samples: borrowing Span<Int16>, at index: FrameCount) throws(PulseError) {
    let offset = Int64(format.byteCount(of: index).rawValue) + padding
    let result = unsafe samples.withUnsafeBytes { source in
      unsafe pa_stream_write(stream, source.baseAddress, source.count, nil, offset, PA_SEEK_ABSOLUTE)
    }
    guard result == 0 else { throw lastError() }
  }

  mutating func setCorked(_ isCorked: Bool) throws(PulseError) {
    cork = unsafe try PulseOperation(
      pa_stream_cork(stream, isCorked ? 1 : 0, streamCorked, signals.address), orThrow: lastError())
    signals.value.awaitsCork = true
  }

  func flush() throws(PulseError) {
    unsafe try PulseOperation(pa_stream_flush(stream, nil, nil), orThrow: lastError()).letGo()
  }

  mutating func beginDrain() throws(PulseError) {
    signals.value.drainAnswer = nil
    isLocatingEnd = false
    drained = nil
    drain = unsafe try PulseOperation(
      pa_stream_drain(stream, streamDrained, signals.address), orThrow: lastError())
  }

  /// Looks, after an iteration, whether a drain has ended; it is only told of once it is known where it left the stream.
  mutating func followDrain() {
    if isLocatingEnd, !signals.value.awaitsPosition { endDrain() }
    guard signals.value.drainAnswer != nil, !isLocatingEnd else { return }
    do {
      // Not an answer that was under way already: that may hold for the moment before.
      signals.value.awaitsPosition = false
      try askPosition()
      isLocatingEnd = true
    } catch {
      endDrain()
    }
  }

  private mutating func endDrain() {
    isLocatingEnd = false
    drained = signals.value.drainAnswer
    signals.value.drainAnswer = nil
  }

  mutating func askPosition() throws(PulseError) {
    guard !signals.value.awaitsPosition else { return }
    question = unsafe try PulseOperation(
      pa_stream_update_timing_info(stream, streamTold, signals.address), orThrow: lastError())
    signals.value.awaitsPosition = true
  }

  mutating func takeEvents() -> PulseEvents {
    let taken = signals.value
    signals.value = StreamSignals()
    signals.value.latestStart = taken.latestStart
    signals.value.dryAt = taken.dryAt
    signals.value.drainAnswer = taken.drainAnswer
    signals.value.awaitsPosition = taken.awaitsPosition
    signals.value.awaitsCork = taken.awaitsCork
    var events = PulseEvents()
    events.startedAt = taken.startedAt
    events.underflow = taken.underflowAt.map { PulseUnderflow(at: $0, index: underflowIndex) }
    events.hasOverflowed = taken.hasOverflowed
    events.suspended = taken.suspensionChanged ? isSuspended : nil
    events.movedTo = taken.hasMoved ? deviceName : nil
    events.drained = drained.take()
    events.bufferAttributesChanged = taken.bufferAttributesChanged
    return events
  }

  private var underflowIndex: ByteCount? {
    let index = unsafe pa_stream_get_underflow_index(stream)
    return index < 0 ? nil : ByteCount(Int(index - padding))
  }

  /// The error of the last call on this stream that failed.
  private func lastError() -> PulseError {
    guard let context = unsafe pa_stream_get_context(stream) else { return .connectionLost }
    return PulseError(code: unsafe pa_context_errno(context), device: device)
  }
}

extension PulseStream {
  /// By how many bytes the server has read past the end of what was written.
  ///
  /// PipeWire fills up the last block of a drain with silence and counts that as read (`stream_process` in its
  /// pulse-server.c, seen in 0.3.65 and still there in 1.6.8), so that the beginning of the next write would come too late
  /// to be heard. It has to be written so much further on. PulseAudio stops reading at the end.
  private var overrun: Int64 {
    guard
      let timing = unsafe pa_stream_get_timing_info(stream)?.pointee,
      timing.read_index_corrupt == 0, timing.write_index_corrupt == 0
    else { return 0 }
    return max(0, timing.read_index - timing.write_index)
  }

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
    let readIndex = ByteCount(Int(min(timing.read_index, timing.write_index) - padding))
    let writeIndex = ByteCount(Int(timing.write_index - padding))
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
