package import AudioTypes
public import Playback

// What changes all the time while a narration is heard: read where somebody asks, as with an utterance.
extension Narration {
  /// How loud it is, of what is heard now, again and again until it is over; `SoundLevel.heard` is that of the piece.
  ///
  /// - Parameter interval: between two readings, 10 ms at least; each is of what was heard meanwhile.
  public func levels(every interval: Duration = .milliseconds(50)) -> Readings<SoundLevel> {
    Readings(every: interval) { [board] now, former in
      let isOver = board.isOver
      let passed = former.map { $0.instant.duration(to: now) }
      return (board.level(at: now, window: min(passed ?? interval, .seconds(2))), isOver)
    }
  }

  /// How far it has been heard, in characters of its text, again and again until it is over; never less than before.
  ///
  /// - Parameter interval: between two readings, 10 ms at least.
  public func progress(every interval: Duration = .milliseconds(100)) -> Readings<NarrationPosition> {
    Readings(every: interval) { [board] now, former in
      let isOver = board.isOver
      let position = board.position(at: now)
      if let former, former.characters > position.characters { return (former, isOver) }
      return (position, isOver)
    }
  }

  /// How loud it is now, over the `window` before.
  package func level(at now: MonotonicInstant, window: Duration) -> SoundLevel { board.level(at: now, window: window) }

  /// How far it has been heard at `now`; an estimate of characters may be less than one before.
  package func position(at now: MonotonicInstant) -> NarrationPosition { board.position(at: now) }
}

extension NarrationBoard {
  /// How loud what is heard now is.
  fileprivate func level(at now: MonotonicInstant, window: Duration) -> SoundLevel {
    let current = spoken.map(\.utterance).first { $0.snapshot.state != .over }
    return current?.level(at: now, window: window)
      ?? SoundLevel(instant: now, heard: .zero, rms: SoundLevel.silence, peak: SoundLevel.silence)
  }
}
