package import AudioTypes
import Synchronization

// What changes all the time while an utterance is heard. It is read where somebody asks, and not announced with the events:
// the audio thread and the network thread know nothing of it.
extension Utterance {
  /// How loud it is, of what is heard now, again and again until it is over: silence before it begins, while it is paused or
  /// stalled, and at its end. For a meter on the screen, or a face that speaks.
  ///
  /// - Parameter interval: between two readings, 10 ms at least; each is of what was heard meanwhile.
  public func levels(every interval: Duration = .milliseconds(50)) -> Readings<SoundLevel> {
    Readings(every: interval) { [progress] now, former in
      let isLast = progress.live.isOver.load(ordering: .acquiring)
      let passed = former.map { $0.instant.duration(to: now) }
      return (progress.level(at: now, window: min(passed ?? interval, .seconds(2))), isLast)
    }
  }

  /// How far it has been heard, in frames and characters, again and again until it is over; never less than before.
  ///
  /// - Parameter interval: between two readings, 10 ms at least.
  public func progress(every interval: Duration = .milliseconds(100)) -> Readings<UtterancePosition> {
    let count = text?.count
    return Readings(every: interval) { [progress] now, former in
      let isLast = progress.live.isOver.load(ordering: .acquiring)
      return (progress.position(at: now, characterCount: count).notBefore(former), isLast)
    }
  }

  /// How loud it is now, over the `window` before.
  package func level(at now: MonotonicInstant, window: Duration) -> SoundLevel {
    progress.level(at: now, window: window)
  }

  /// How far it has been heard at `now`; an estimate of characters may be less than one before.
  package func position(at now: MonotonicInstant) -> UtterancePosition {
    progress.position(at: now, characterCount: text?.count)
  }

  /// How far it has been heard now; see `progress(every:)`.
  package func position(at now: MonotonicInstant, characterCount: Int, expecting: Duration?) -> UtterancePosition {
    progress.position(at: now, characterCount: characterCount, expecting: expecting)
  }
}

extension UtterancePosition {
  /// An estimate that turns out to have been too high stands still until it is right again.
  fileprivate func notBefore(_ former: UtterancePosition?) -> UtterancePosition {
    guard let former else { return self }
    return UtterancePosition(
      instant: instant, heard: max(heard, former.heard), frames: max(frames, former.frames),
      characters: characters.map { max($0, former.characters ?? 0) })
  }
}
