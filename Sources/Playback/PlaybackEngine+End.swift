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
      noteHeardEnd(of: consume playout, sink.format, now)
      remove(at: 0, cause, heard: end)
    }
  }

  /// Ends every utterance that `isMeant` picks, at once, whatever the sink still has of it.
  ///
  /// - Parameter heard: how far the sink's stream has been heard; nil when that is not known.
  mutating func end(where isMeant: (Playout) -> Bool, _ cause: PlayoutEnd.Cause, heard: FrameCount?) {
    while let index = playouts.firstIndex(where: isMeant) { remove(at: index, cause, heard: heard) }
  }

  /// Takes an utterance out and says how it ended; nothing is to be done with it any more.
  private mutating func remove(at index: Int, _ cause: PlayoutEnd.Cause, heard: FrameCount?) {
    let playout = playouts.remove(at: index)
    playout.endStall(at: latest)
    endFault(of: playout)
    playout.ending.settle(
      cause, framesHeard: playout.heardFrames(upTo: heard), arrivals: playout.arrivalsToLearn)
    playout.detach()
    let (progress, ending) = (playout.progress, playout.ending)
    remains.leave(consume playout)
    // Last of all: whoever sees it clears what remains, and finds it there.
    _ = progress.end.storeIfNil(ending)
    hasNews = true
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
