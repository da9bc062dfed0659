import AudioTypes
import Playback
import TextSegmentation

/// A piece of text in its place.
struct QueuedPiece: Sendable {
  let index: Int
  let text: TextPiece
  /// When the text was there.
  let came: MonotonicInstant
}

/// A piece that is with the player.
struct SpokenPiece: Sendable {
  let piece: QueuedPiece
  let utterance: Utterance
  /// Nothing else of this text was being generated when it was asked for.
  let wasAlone: Bool
  /// Its audio has begun to come.
  var hasBegun = false
  /// The service had no room for it at first.
  var wasRefused = false
  /// Nothing more of it will come.
  var isReceived = false
}

/// What the narrator waits for.
enum NarrationSignal: Sendable {
  /// The next piece of text; nil when there is none left.
  case text(TextPiece?, at: MonotonicInstant)
  case event(piece: Int, UtteranceEvent)
  /// All of its audio has come, or none will come any more.
  case received(piece: Int)
  case stopped
  case playerEnded
}
