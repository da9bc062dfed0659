import AudioTypes

/// What the engine lets others see while it plays. Nothing here locks or allocates.
extension PlaybackEngine {
  /// Publishes how far every utterance has been heard.
  mutating func publish(_ sink: borrowing some AudioSink & ~Copyable, _ now: MonotonicInstant) {
    let standstill: LiveLook.Standstill = isPaused ? .paused : fault == nil ? .none : .soundLost
    let heard = heardIndex(sink)
    var pace = 0.0
    for playout in playouts {
      let live = playout.progress.live
      live.note(arrived: playout.arrivedTime(&pace))
      live.note(standstill)
      live.note(written: playout.writtenTime)
      live.note(
        heard: playout.heardTime(upTo: heard), isMoving: standstill == .none && playout.isBeingHeard(at: heard), at: now
      )
      if let instant = playout.firstFrameHeard(by: now), standstill == .none { live.noteFirstHeard(instant) }
    }
  }
}

extension Playout {
  /// How long that sounds which was given to the sink.
  fileprivate var writtenTime: Duration { format?.duration(of: framesGiven) ?? .zero }

  fileprivate func heardTime(upTo index: FrameCount?) -> Duration {
    guard let format, let index else { return .zero }
    return format.duration(of: heardFrames(upTo: index))
  }

  /// The sink, at `index`, is playing it.
  fileprivate func isBeingHeard(at index: FrameCount?) -> Bool {
    // A host that reads may take its time to begin, and nothing is heard until it does.
    guard let index, let firstIndex, index >= firstIndex, indexAwaitingStart == nil else { return false }
    return handedOverEnd.map { index < $0 } ?? !hasRunDryAt(index)
  }

  private func hasRunDryAt(_ index: FrameCount) -> Bool {
    guard let firstIndex else { return true }
    return index >= firstIndex + framesGiven
  }

  fileprivate func firstFrameHeard(by now: MonotonicInstant) -> MonotonicInstant? {
    guard progress.live.firstHeard == nil, let firstIndex, let instant = hearing(of: firstIndex), instant <= now
    else { return nil }
    return instant
  }
}
