import AudioTypes

/// The end of an utterance that the engine has let go of: what comes after it keeps its distance from there.
struct HeardEnd {
  /// Index in the sink's stream behind the last frame that was to be heard.
  var index: FrameCount
  /// When that was heard.
  private(set) var instant: MonotonicInstant

  mutating func move(by frames: FrameCount) { index = index + frames }

  /// The stream ends at `last`, and the one that follows it counts in `next`'s frames.
  mutating func cross(from last: FrameCount, _ format: AudioFormat, to next: AudioFormat) {
    index = .zero - next.frameCount(in: format.duration(of: last - index))
  }

  mutating func postpone(by delay: Duration) { instant = instant.advanced(by: delay) }
}

extension PlaybackEngine {
  /// All of `playout`, the first, has been heard.
  mutating func noteHeardEnd(of playout: Playout, _ format: AudioFormat, _ now: MonotonicInstant) {
    heardEnd = nil
    guard !playouts.contains(where: { $0 !== playout && $0.isWithSink }), let end = playout.audibleEnd else { return }
    let padding = format.duration(of: playout.padding)
    heardEnd = HeardEnd(index: end, instant: min(playout.lastHeardAt ?? now, now).advanced(by: .zero - padding))
  }

  /// Where `heardEnd` lies in the sink's stream; where that has run dry, or is new, as if it had played on from there.
  mutating func heardEndIndex(
    _ sink: borrowing some AudioSink & ~Copyable, _ now: MonotonicInstant
  ) -> FrameCount? {
    if let end = heardEnd, sink.isRealTime, sink.heardIndex.map({ $0 >= sink.writeIndex }) ?? (sink.writeIndex == .zero)
    {
      heardEnd?.index = sink.writeIndex - sink.format.frameCount(in: end.instant.duration(to: now))
    }
    return heardEnd?.index
  }

  /// Whether an utterance waits for what the sink has to play: its own frames, or the pause before it.
  func isAwaited(_ sink: borrowing some AudioSink & ~Copyable) -> Bool {
    if playouts.contains(where: \.isWithSink) { return true }
    return heardEnd != nil && !playouts.isEmpty && sink.writeIndex > .zero && drainIndex != sink.writeIndex
  }
}

extension Playout {
  /// Index behind the last frame that is to be heard, once all is with the sink; nil while it is not, or of one stopped.
  var audibleEnd: FrameCount? {
    if case .draining(let end) = phase { end - padding } else { nil }
  }
}
