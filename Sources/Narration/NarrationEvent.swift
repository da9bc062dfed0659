public import Playback
public import TextSegmentation

/// What happens to a narration while it runs. Pieces are counted from 0 in the order they are spoken.
public enum NarrationEvent: Sendable {
  /// All that was asked for has been heard, and the text's next piece is not there.
  case waitingForText
  /// The piece is asked of the service.
  case requested(piece: Int, TextPiece)
  /// Something happened to the piece; never `UtteranceEvent.finished`.
  case piece(Int, UtteranceEvent)
  /// Silence between two pieces that nobody asked for. It is over.
  case gap(NarrationGap)
  /// So many generations may run at a time from now on; with the reason where the service asks for less.
  case depthChanged(Int, because: PlaybackError?)
  /// The service had no room for the piece beside those before it: it is asked for again when they have come.
  case deferred(piece: Int, because: PlaybackError)
  /// The piece was heard to its end, or as far as it will be.
  case over(piece: Int, TextPiece, UtteranceReport)
  /// The piece was not heard, or not to its end.
  case failed(PieceFailure)
  /// It is over.
  case finished(NarrationReport)
}

extension NarrationEvent {
  /// A reader cannot do without it, and it happens once.
  var isKept: Bool {
    switch self {
    case .piece(0, let event): event.isBeginning
    case .finished: true
    default: false
    }
  }
}

extension UtteranceEvent {
  fileprivate var isBeginning: Bool {
    switch self {
    case .connecting, .firstByte, .started: true
    default: false
    }
  }
}
