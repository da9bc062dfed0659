import AudioTypes
import Prebuffering

/// How an utterance ended on the audio thread. Made beforehand; written there, once, before anybody else can see it
/// (`UtteranceProgress.end`), and never again.
final class PlayoutEnd: @unchecked Sendable {
  enum Cause: Sendable {
    /// Every sample that came was heard; `isCutShort` when the bytes ended before the stream was whole.
    case played(isCutShort: Bool)
    /// Stopped on request.
    case stopped
    /// Nothing was ever given to play.
    case withdrawn
    case failed(PlaybackError)
  }

  private(set) var cause: Cause
  /// Frames that were heard, as far as the sink could tell.
  private(set) var framesHeard: FrameCount
  /// How the stream came, if that can be learnt from.
  private(set) var arrivals: ArrivalTrace?

  init(_ cause: Cause, framesHeard: FrameCount) {
    self.cause = cause
    self.framesHeard = framesHeard
  }

  /// Audio thread, before it is published.
  func settle(_ cause: Cause, framesHeard: FrameCount, arrivals: ArrivalTrace?) {
    (self.cause, self.framesHeard, self.arrivals) = (cause, framesHeard, arrivals)
  }
}
