package import AudioTypes

/// Where playback stands, as far as the last timing update tells (`pa_timing_info`).
package struct PulsePosition: Equatable, Sendable {
  /// When the position was asked for: what `heard` and `latency` hold for.
  package let asOf: MonotonicInstant
  /// How much of the stream has been heard by now, reckoned from what the server told last. Never more than was written.
  package let heard: Duration
  /// The time from writing a sample to hearing it: what was written and not heard yet.
  package let latency: Duration
  /// When the server told what follows.
  package let updatedAt: MonotonicInstant
  /// How many bytes the sink had taken by then.
  package let readIndex: ByteCount
  /// Where the next write goes, including what was written since.
  package let writeIndex: ByteCount
  /// The time from the sink taking a sample to the sample being heard.
  package let sinkLatency: Duration
  /// The time a message takes to or from the server.
  package let transportLatency: Duration
  /// Whether the sink was being fed: false when the stream was dry, corked or not started.
  package let isPlaying: Bool
}
