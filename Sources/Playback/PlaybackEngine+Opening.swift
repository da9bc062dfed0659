import AudioTypes

/// How the sink's stream changes its format.
extension PlaybackEngine {
  /// Makes sure that the sink's stream has the format of `playout`'s next samples. A stream is only reopened when it has
  /// been played out; returns false until then.
  mutating func open(
    _ sink: inout some AudioSink & ~Copyable, for playout: Playout, _ now: MonotonicInstant
  ) -> Bool {
    guard playout.isAtFormatChange || playout.format.map({ $0 != sink.format }) ?? false else { return true }
    guard isReopenable(&sink, now) else { return false }
    retire(&sink, isDrained: true, now)
    if playout.isAtFormatChange { playout.crossFormatChange() }
    let format = playout.format ?? .speech
    heardEnd?.cross(from: sink.writeIndex, sink.format, to: format)
    history.reset(capacity: format.frameCount(in: historyLength).rawValue * format.channelCount)
    lastLook = nil
    drainIndex = nil
    isCorked = false
    sink.reopen(format)
    return false
  }

  /// Whether nothing is lost with the stream. If something would be, notes when to look again.
  private mutating func isReopenable(_ sink: inout some AudioSink & ~Copyable, _ now: MonotonicInstant) -> Bool {
    guard sink.writeIndex > .zero, !sink.isPlayedOut else { return true }
    // Nobody takes the rest, and nobody is owed it.
    if sink.isSuspended, !playouts.contains(where: \.isWithSink) { return true }
    let isHeard = sink.heardIndex.map { $0 >= sink.writeIndex } ?? false
    if isHeard {
      // Reckoned is enough for the silence behind an utterance, but not for the utterance: see `retire`.
      guard playouts.contains(where: \.isWithSink) else { return true }
      sink.askPosition()
    }
    let rest = sink.heardIndex.map { sink.format.duration(of: sink.writeIndex - $0) + .milliseconds(1) }
    nextOpening = now.advanced(by: isHeard ? Self.lookInterval : min(rest ?? Self.lookInterval, Self.lookInterval))
    return false
  }
}
