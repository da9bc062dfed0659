/// What callers and the network thread ask of the audio thread.
enum AudioCommand: Sendable {
  /// A new utterance takes its place behind the others.
  case enqueue(Playout)
  /// Its bytes are about to come.
  case attach(UtteranceID, PlayoutSource)
  /// Its ring gets no more bytes: behind what that holds it goes on from another source, which begins anew with the whole
  /// utterance. What was heard or is in hand already is to be left out of it.
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
