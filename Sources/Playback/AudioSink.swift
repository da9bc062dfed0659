import AudioTypes

/// Where an engine's samples go: one stream of interleaved 16-bit frames into something that plays or keeps them.
///
/// Everything here is called on the audio thread alone. Indices count frames since the stream was opened.
protocol AudioSink: ~Copyable {
  var state: SinkState { get }
  /// The format of the stream that is open, or being opened.
  var format: AudioFormat { get }
  /// Frames that can be written now.
  var writable: FrameCount { get }
  /// Index of the next frame to be written.
  var writeIndex: FrameCount { get }
  /// Index of the frame that is being heard, by the sink's own account; nil while it cannot tell. Of a stream that failed:
  /// of the first frame that was not heard, as nearly as can be told.
  var heardIndex: FrameCount? { get }

  /// Frames that the sink had taken when the server told last; nil while it has not. Unlike `heardIndex` nothing is reckoned.
  var takenIndex: FrameCount? { get }
  /// When the server told last where the stream stands; nil while it has not.
  var toldAt: MonotonicInstant? { get }
  /// Whether the device is switched off: nothing moves until somebody switches it on.
  var isSuspended: Bool { get }
  /// Whether all that was written has been heard, and not only as far as can be reckoned from what the sink said before.
  var isPlayedOut: Bool { get }
  /// Whether time passes for whoever listens while nothing is written: a file knows no such silence.
  var isRealTime: Bool { get }
  /// Whether the stream ran dry with a rest too little for the server to go on with: it is played with what follows, or in
  /// a drain. PipeWire plays whole blocks only.
  var isStarved: Bool { get }
  /// What the sink granted; nil while it has not.
  var buffer: GrantedBuffer? { get }
  /// Index of the first frame that can still be replaced: what lies before is heard or on its way; nil while unknown.
  var replaceableIndex: FrameCount? { get }

  /// Closes the stream and opens one in `format`; indices start from zero, and `state` is `.connecting` until it stands. Where
  /// it stands at once the next wait for the sink ends at once: nobody else will say so.
  mutating func reopen(_ format: AudioFormat)
  /// Gives up the connection, whatever state it is in, and makes another, with a stream in the same format; indices start from
  /// zero.
  mutating func reconnect()
  /// Asks the server to tell where the stream stands.
  mutating func askPosition()
  /// Lets `fill` write up to `limit` frames in place. Returns the frames written.
  mutating func write(atMost limit: FrameCount, _ fill: (inout OutputSpan<Int16>) -> Void) -> FrameCount
  /// Replaces what waits from `index` on: after it, `writeIndex` lies behind the last of `samples`.
  mutating func overwrite(from index: FrameCount, _ samples: borrowing Span<Int16>)
  mutating func setCorked(_ isCorked: Bool)
  /// Asks for `SinkEvents.drained` once everything written has been heard.
  mutating func beginDrain()
  /// What happened since this was last asked.
  mutating func takeEvents() -> SinkEvents
}

/// A sink with the audio thread's way of waiting for it.
protocol WaitingSink: AudioSink, SendableMetatype, ~Copyable {
  /// What the sound server calls what it plays on; nil while that is unknown, and where there is no server.
  var deviceName: String? { get }
  /// Whether what `setCorked` asked last is not done yet.
  var awaitsCork: Bool { get }

  /// Sleeps until something has changed at the sink, somebody wakes the thread, or `deadline` (nil: without end). May return
  /// with nothing changed.
  mutating func iterate(until deadline: MonotonicInstant?)
  /// The engine is done: nothing more is written, and what was not heard is not to be.
  ///
  /// - Throws: why what was written is not where it was to be.
  mutating func close() throws(PlaybackError)
}

enum SinkState {
  case connecting
  case ready
  case failed(PlaybackError)
}

struct SinkEvents {
  /// Playing began, at the start or after the stream had run dry.
  var startedAt: MonotonicInstant?
  /// The stream ran dry.
  var underflowAt: MonotonicInstant?
  /// Where in the stream that was; nil when the sink does not say.
  var underflowIndex: FrameCount?
  var drained = false
}
