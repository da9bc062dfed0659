import AudioTypes
import CPulse

/// What the stream's callbacks leave behind: flags and time stamps, nothing else.
struct StreamSignals {
  var startedAt: MonotonicInstant?
  /// Stays when events are taken.
  var latestStart: MonotonicInstant?
  var underflowAt: MonotonicInstant?
  /// When it ran dry, unless it has started since. Stays when events are taken.
  var dryAt: MonotonicInstant?
  var hasOverflowed = false
  var suspensionChanged = false
  var hasMoved = false
  var bufferAttributesChanged = false
  /// What the server answered to a drain. Stays when events are taken.
  var drainAnswer: Bool?
  /// Stays when events are taken.
  var awaitsPosition = false
  /// Stays when events are taken.
  var awaitsCork = false
}

extension UnsafeMutablePointer<StreamSignals> {
  /// Lets the stream's events leave their mark here, until `stopListening(to:)`.
  func listen(to stream: OpaquePointer) {
    unsafe pa_stream_set_started_callback(stream, streamStarted, self)
    unsafe pa_stream_set_underflow_callback(stream, streamUnderflowed, self)
    unsafe pa_stream_set_overflow_callback(stream, streamOverflowed, self)
    unsafe pa_stream_set_suspended_callback(stream, streamSuspended, self)
    unsafe pa_stream_set_moved_callback(stream, streamMoved, self)
    unsafe pa_stream_set_buffer_attr_callback(stream, streamBufferChanged, self)
  }

  /// After this no event of the stream touches this memory.
  func stopListening(to stream: OpaquePointer) {
    unsafe pa_stream_set_started_callback(stream, nil, nil)
    unsafe pa_stream_set_underflow_callback(stream, nil, nil)
    unsafe pa_stream_set_overflow_callback(stream, nil, nil)
    unsafe pa_stream_set_suspended_callback(stream, nil, nil)
    unsafe pa_stream_set_moved_callback(stream, nil, nil)
    unsafe pa_stream_set_buffer_attr_callback(stream, nil, nil)
  }
}

/// `pa_stream_success_cb_t` of a drain; the context pointer is the address of the stream's `StreamSignals`.
func streamDrained(_: OpaquePointer?, success: Int32, signals: UnsafeMutableRawPointer?) {
  unsafe signals?.assumingMemoryBound(to: StreamSignals.self).pointee.drainAnswer = success != 0
}

/// `pa_stream_success_cb_t` of a question for the position.
func streamTold(_: OpaquePointer?, success: Int32, signals: UnsafeMutableRawPointer?) {
  unsafe signals?.assumingMemoryBound(to: StreamSignals.self).pointee.awaitsPosition = false
}

/// `pa_stream_success_cb_t` of a cork.
func streamCorked(_: OpaquePointer?, success: Int32, signals: UnsafeMutableRawPointer?) {
  unsafe signals?.assumingMemoryBound(to: StreamSignals.self).pointee.awaitsCork = false
}

private func streamStarted(_: OpaquePointer?, signals: UnsafeMutableRawPointer?) {
  guard let signals = unsafe signals?.assumingMemoryBound(to: StreamSignals.self) else { return }
  let now = MonotonicInstant.now
  unsafe signals.pointee.startedAt = signals.pointee.startedAt ?? now
  unsafe signals.pointee.latestStart = now
  unsafe signals.pointee.dryAt = nil
}

private func streamUnderflowed(_: OpaquePointer?, signals: UnsafeMutableRawPointer?) {
  guard let signals = unsafe signals?.assumingMemoryBound(to: StreamSignals.self) else { return }
  let now = MonotonicInstant.now
  unsafe signals.pointee.underflowAt = signals.pointee.underflowAt ?? now
  unsafe signals.pointee.dryAt = now
}

private func streamOverflowed(_: OpaquePointer?, signals: UnsafeMutableRawPointer?) {
  unsafe signals?.assumingMemoryBound(to: StreamSignals.self).pointee.hasOverflowed = true
}

private func streamSuspended(_: OpaquePointer?, signals: UnsafeMutableRawPointer?) {
  unsafe signals?.assumingMemoryBound(to: StreamSignals.self).pointee.suspensionChanged = true
}

private func streamMoved(_: OpaquePointer?, signals: UnsafeMutableRawPointer?) {
  unsafe signals?.assumingMemoryBound(to: StreamSignals.self).pointee.hasMoved = true
}

private func streamBufferChanged(_: OpaquePointer?, signals: UnsafeMutableRawPointer?) {
  unsafe signals?.assumingMemoryBound(to: StreamSignals.self).pointee.bufferAttributesChanged = true
}
