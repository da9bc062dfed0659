public import AudioTypes
public import Seaming

/// How the rest of a stream that broke off was fetched from the service's history.
public struct Recovery: Sendable {
  /// How the rest was joined to what had come.
  public enum Method: String, Sendable {
    /// The stored bytes begin with those that had come, and went on where they ended: the audio is what it would have been.
    case bytes
    /// The stored audio is encoded otherwise: it was decoded from its start, and joined sample by sample.
    case samples
  }

  /// Why the stream broke off, the first time.
  public internal(set) var cause: PlaybackError
  /// Bytes that had come by then.
  public internal(set) var brokeOffAt: ByteCount
  /// How often the stored audio was asked for, from its start. Asking again because it was not ready is not counted.
  public internal(set) var attempts = 0
  /// From each break to the first byte that was news, all together.
  public internal(set) var waited = Duration.zero
  /// How the rest was joined; nil while none has come.
  public internal(set) var method: Method?
  /// How well both fit where they were joined by samples, the last time; nil before the utterance is over, and when nothing
  /// was joined so.
  public internal(set) var seam: Seam?
  /// Why the rest did not come; nil when it did.
  public internal(set) var failure: PlaybackError?

  mutating func noteRest(_ method: Method, after wait: Duration) {
    self.method = method
    waited += max(wait, .zero)
  }

  /// The rest that came was no audio: nothing was joined.
  mutating func noteUndecodable(_ error: PlaybackError) {
    method = nil
    failure = error
  }

  init(cause: PlaybackError, brokeOffAt: ByteCount) {
    self.cause = cause
    self.brokeOffAt = brokeOffAt
  }
}
