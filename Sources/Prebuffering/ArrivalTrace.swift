package import AudioTypes

/// How far a stream fell behind the clock while it came: what a stream must have in hand to play on without a gap.
///
/// The lag of a stream is the time since its first arrival less the audio that has come. It falls when audio comes and
/// rises in between. Playback that begins with `a` of audio in hand never runs dry exactly if the lag never rises by more
/// than `a` from there on. So for each of a few spans since the first arrival (`checkpoints`) the largest rise is kept that
/// still came: the audio that would have been enough, had playback begun in that span.
///
/// A value of fixed size; nothing here allocates, locks or reads a clock. Durations that make no sense (negative, hours)
/// are held at bounds.
package struct ArrivalTrace: Sendable {
  /// Where the spans begin, in milliseconds since the first arrival. The last has no end.
  static let checkpoints: InlineArray<16, Int> = [
    0, 5, 10, 20, 40, 60, 80, 120, 160, 240, 320, 480, 640, 960, 1280, 1600,
  ]

  /// The first arrival; nil before it.
  package private(set) var firstArrival: MonotonicInstant?
  /// How many of the spans have begun.
  package private(set) var reachedCount = 0
  /// The largest rise of the lag so far, from wherever it began.
  package private(set) var largestRise = Duration.zero
  private var lowest = Duration.zero
  private var troughs = InlineArray<16, Duration>(repeating: .zero)
  private var rises = InlineArray<16, Duration>(repeating: .zero)
  private var received = Duration.zero
  /// From the first arrival to the latest.
  private var latest = Duration.zero
  private var isClosed = false

  static let bound = Duration.seconds(3600)

  /// Makes the trace of a stream of which nothing has come.
  package init() {}

  /// Audio has come.
  ///
  /// - Parameters:
  ///   - total: all audio of the stream so far, as long as it sounds.
  ///   - instant: when it came; one before the latest arrival counts as that.
  ///   - start: when the first came, if that is known better than by `instant` of the first call.
  package mutating func noteArrival(total: Duration, at instant: MonotonicInstant, start: MonotonicInstant? = nil) {
    guard !isClosed else { return }
    let total = min(max(total, .zero), Self.bound)
    let first = firstArrival ?? min(start ?? instant, instant)
    let elapsed = min(max(first.duration(to: instant), latest), Self.bound)
    latest = elapsed
    if firstArrival != nil { noteLag(elapsed - received, at: elapsed) }
    firstArrival = first
    received = max(received, total)
    beginSpans(until: elapsed)
    let lag = elapsed - received
    troughs[reachedCount - 1] = min(troughs[reachedCount - 1], lag)
    lowest = min(lowest, lag)
  }

  /// What comes from now on says nothing about the network any more: the receiver holds it back.
  package mutating func close() {
    isClosed = true
  }

  /// The audio in hand that would have been enough for playback beginning in the span `index`, below `reachedCount`.
  package func rise(inSpan index: Int) -> Duration {
    rises[index]
  }

  /// Just before an arrival: the lag stands as high as it gets.
  private mutating func noteLag(_ lag: Duration, at elapsed: Duration) {
    beginSpans(until: elapsed - .nanoseconds(1))
    for index in 0..<reachedCount { rises[index] = max(rises[index], lag - troughs[index]) }
    largestRise = max(largestRise, lag - lowest)
  }

  private mutating func beginSpans(until elapsed: Duration) {
    while reachedCount < Self.checkpoints.count {
      let begin = Duration.milliseconds(Self.checkpoints[reachedCount])
      guard begin <= elapsed else { return }
      troughs[reachedCount] = begin - received
      reachedCount += 1
    }
  }
}
