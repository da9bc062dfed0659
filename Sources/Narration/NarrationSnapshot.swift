public import Playback

/// How a narration stands at one moment: cheap enough to be asked for ten times a second and more.
public struct NarrationSnapshot: Sendable, Equatable {
  /// What it is about.
  public enum State: Sendable, Equatable {
    /// All that was asked for has been heard, and the text's next piece is not there.
    case waitingForText
    /// What the piece that is heard, or is to be heard next, is about.
    case speaking(UtteranceSnapshot.State)
    /// Stands still by the listener's will.
    case paused
    /// It is over.
    case over
  }

  /// What it is about.
  public let state: State
  /// Since it began.
  public let elapsed: Duration
  /// The piece that is heard, or is to be heard next; nil while there is none.
  public let piece: Int?
  /// How much has been heard, of all pieces.
  public let heard: Duration
  /// How much has come and was not heard yet.
  public let inHand: Duration
  /// How loud what is heard now is, as in `UtteranceSnapshot.level`.
  public let level: Double?
  /// How often a piece ran dry.
  public let stallCount: Int
  /// How often it was silent between two pieces, unasked.
  public let gapCount: Int
  /// From the first piece's being asked for to its first audible frame at the sink; nil before.
  public let timeToFirstAudible: Duration?
}
