package import AudioTypes

/// What the server reported about the stream since events were last taken.
package struct PulseEvents: Equatable, Sendable {
  /// When the server first said that playback started, at the beginning or after an underflow.
  ///
  /// The first sample is heard one sink latency later (`PulsePosition.sinkLatency`).
  package var startedAt: MonotonicInstant?
  /// The first time the stream ran dry.
  package var underflow: PulseUnderflow?
  /// Whether more was written than the server holds, so that audio was lost.
  package var hasOverflowed = false
  /// The new state, when the sink was suspended or resumed.
  package var suspended: Bool?
  /// The sink the stream was moved to, when somebody moved it.
  package var movedTo: String?
  /// Set when a drain ended: true when all was heard, false when the server refused or abandoned it.
  package var drained: Bool?
  /// Whether the server granted other buffer attributes than before; read `PulseOutput.grantedBuffer`.
  package var bufferAttributesChanged = false

  /// No events.
  package init() {}
}

/// The stream ran dry.
package struct PulseUnderflow: Equatable, Sendable {
  /// When the report arrived.
  package let at: MonotonicInstant
  /// Where in the stream the gap lies; nil when the server does not say.
  package let index: ByteCount?
}
