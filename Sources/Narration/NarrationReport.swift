public import Playback
public import TextSegmentation

/// What became of a narration: made on success and on failure alike. Its size does not grow with the text.
public struct NarrationReport: Sendable {
  /// How a narration can end.
  public enum Outcome: Sendable {
    /// Every piece was heard to its end.
    case finished
    /// Some pieces were not heard, or not to their end (`failures`); all others were.
    case incomplete
    /// Stopped on request.
    case stopped
    /// It ended because of this failure; what was asked for before was heard.
    case failed(PieceFailure)
  }

  /// How it ended.
  public internal(set) var outcome = Outcome.finished
  /// How far the listener heard; nil when nothing was heard.
  public internal(set) var position: NarrationPosition?
  /// Pieces that were asked of the service.
  public internal(set) var pieceCount = 0
  /// Pieces that were heard to their end.
  public internal(set) var finishedCount = 0
  /// Pieces that failed.
  public internal(set) var failureCount = 0
  /// The first 16 of these failures.
  public internal(set) var failures: [PieceFailure] = []
  /// How long what was heard sounds, pauses left out.
  public internal(set) var heardTime = Duration.zero
  /// How often a piece ran dry before its end.
  public internal(set) var stallCount = 0
  /// How long it was silent because of that.
  public internal(set) var stalledTime = Duration.zero
  /// How often it was silent between two pieces, unasked.
  public internal(set) var gapCount = 0
  /// How long because there was no text.
  public internal(set) var gapTimeForText = Duration.zero
  /// How long although there was.
  public internal(set) var gapTimeForService = Duration.zero
  /// The first 16 of these silences.
  public internal(set) var gaps: [NarrationGap] = []
  /// How often a request was turned away and repeated.
  public internal(set) var retryCount = 0
  /// How often a piece was asked for once more because the service had no room for it beside others.
  public internal(set) var deferralCount = 0
  /// How often a stream broke off and its rest was fetched.
  public internal(set) var recoveryCount = 0
  /// How often the sound server or its device failed and playing went on.
  public internal(set) var soundRecoveryCount = 0
  /// Of the first piece that was over: its latencies are those of the start.
  public internal(set) var firstReport: UtteranceReport?
  /// Of the last piece that was over.
  public internal(set) var lastReport: UtteranceReport?

  static let keptCount = 16
}

/// A piece that was not heard, or not to its end.
public struct PieceFailure: Error, Sendable {
  /// Which one.
  public let piece: Int
  /// What it says, and where it stands in the source text.
  public let text: TextPiece
  /// Why.
  public let reason: PlaybackError
  /// What came of it was heard, and something is missing; else nothing came, or it could not be heard.
  public let isCutShort: Bool
}
