public import AudioTypes

/// What the server reported about the stream since events were last taken.
public struct PulseEvents: Equatable, Sendable {
  /// When the server first said that playback started, at the beginning or after an underflow.
  ///
  /// The first sample is heard one sink latency later (`PulsePosition.sinkLatency`).
  public var startedAt: MonotonicInstant?
  /// The first time the stream ran dry.
  public var underflow: PulseUnderflow?
  /// Whether more was written than the server holds, so that audio was lost.
  public var hasOverflowed = false
  /// The new state, when the sink was suspended or resumed.
  public var suspended: Bool?
  /// The sink the stream was moved to, when somebody moved it.
  public var movedTo: String?
  /// Set when a drain ended: true when all was heard, false when the server refused or abandoned it.
  public var drained: Bool?
  /// Whether the server granted other buffer attributes than before; read `PulseOutput.grantedBuffer`.
  public var bufferAttributesChanged = false

  /// No events.
  public init() {}
}

/// The stream ran dry.
public struct PulseUnderflow: Equatable, Sendable {
  /// When the report arrived.
  public let at: MonotonicInstant
  /// Where in the stream the gap lies; nil when the server does not say.
  public let index: ByteCount?
}
