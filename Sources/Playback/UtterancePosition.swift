public import AudioTypes
import Synchronization

/// How far an utterance has been heard.
public struct UtterancePosition: Sendable, Equatable {
  /// When it was heard so far.
  public let instant: MonotonicInstant
  /// How much of it had been heard, by the sound server's own account.
  public let heard: Duration
  /// The same in frames, at the sample rate of what is played.
  public let frames: FrameCount
  /// How many characters (Swift's `Character`) of its text had been spoken; nil where its text is not known.
  ///
  /// The service does not tell where they lie, so it is an estimate, in proportion to time: of how long the speech is, or, until
  /// all of it has come, may be. It is exact at the end of an utterance that was heard to its end, and never goes back.
  public let characters: Int?
}

extension UtteranceProgress {
  /// How far it has been heard at `now`.
  ///
  /// - Parameters:
  ///   - characterCount: how long its text is; nil where it has none.
  ///   - expected: how long it may sound, if more is known than what is usual.
  func position(
    at now: MonotonicInstant, characterCount: Int?, expecting expected: Duration? = nil
  ) -> UtterancePosition {
    let end = end.load()
    let heard = snapshot(at: now).heard
    let isWhole = live.isComplete.load(ordering: .acquiring)
    let characters = characterCount.map { count in
      if case .played(isCutShort: false) = end?.cause, isWhole { return count }
      return SpeechPace.characters(
        heard: heard, of: count, known: live.arrived, isWhole: isWhole, expecting: expected)
    }
    return UtterancePosition(
      instant: now, heard: heard, frames: end?.framesHeard ?? format?.frameCount(in: heard) ?? .zero,
      characters: characters)
  }
}
