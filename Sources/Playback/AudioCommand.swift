/// What callers and the network thread ask of the audio thread.
enum AudioCommand: Sendable {
  /// A new utterance takes its place behind the others.
  case enqueue(Playout)
  /// Its bytes are about to come.
  case attach(UtteranceID, PlayoutSource)
  /// The stream broke off, and here is the same utterance once more from its beginning, in any encoding: it is gone on with
  /// behind the last frame that the stream brought, once the stream's ring has ended.
  case attachContinuation(UtteranceID, PlayoutSource)
  /// No bytes will ever come.
  case withdraw(UtteranceID)
  /// Silence one utterance, or all of them (nil), over `fade`.
  case stop(UtteranceID?, fade: Duration)
  case pause
  case resume
  case setVolume(Double)
  /// Something is likely to come soon: the stream is not to stand still before the idle limit has passed again.
  case stayAwake
  case shutDown
}

/// Tells the utterances of one player apart.
struct UtteranceID: Hashable, Sendable {
  let rawValue: Int
}
