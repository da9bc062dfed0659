import AudioTypes
import Synchronization

/// How utterances leave the engine: played out, ended at once, or given up.
extension PlaybackEngine {
  mutating func drain(_ sink: inout some AudioSink & ~Copyable) {
    drainIndex = sink.writeIndex
    sink.beginDrain()
  }

  /// Lets go of the utterances that have been heard to their end.
  ///
  /// - Parameter isDrained: all that was written has been heard.
  mutating func retire(_ sink: inout some AudioSink & ~Copyable, isDrained: Bool, _ now: MonotonicInstant) {
    while let playout = playouts.first, let end = playout.handedOverEnd {
      let isHeard = playouts.count > 1 && sink.heardIndex.map { $0 >= end } ?? false
      guard isDrained || isHeard else { return }
      // Reckoned is not enough: a server that has just frozen has not played it.
      guard isDrained || sink.takenIndex ?? .zero >= end else { return sink.askPosition() }
      playout.progress.timeline.set(.lastAudible, min(playout.lastHeardAt ?? now, now))
      if let buffer = sink.buffer { playout.progress.buffer.note(buffer) }
      let cause: PlayoutEnd.Cause =
        if case .fading = playout.phase { .stopped } else { .played(isCutShort: playout.isCutShort) }
      self.end(where: { $0 === playout }, cause, heard: end)
    }
  }

  /// Ends every utterance that `isMeant` picks, at once, whatever the sink still has of it.
  ///
  /// - Parameter heard: how far the sink's stream has been heard; nil when that is not known.
  mutating func end(where isMeant: (Playout) -> Bool, _ cause: PlayoutEnd.Cause, heard: FrameCount?) {
    for playout in playouts where isMeant(playout) {
      playout.detach()
      playout.endStall(at: latest)
      endFault(of: playout)
      _ = playout.progress.end.storeIfNil(
        PlayoutEnd(cause, framesHeard: playout.heardFrames(upTo: heard), arrivals: playout.arrivalsToLearn))
      hasNews = true
    }
    playouts.removeAll(where: isMeant)
  }
}

extension Playout {
  /// How much of it had been heard when the sink was at `index`.
  func heardFrames(upTo index: FrameCount?) -> FrameCount {
    guard let firstIndex else { return .zero }
    // Without an index: what streams before the present one have played of it.
    let heard = min(index ?? .zero, handedOverEnd ?? endIndex ?? index ?? .zero)
    return max(.zero, heard - firstIndex)
  }
}
