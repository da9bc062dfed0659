public import AudioDecoding
public import FileOutput
public import HTTPStreaming
public import PulseOutput
public import SpeechAPI

/// Why an utterance was not heard, or not to its end: the stage that failed, with that stage's own error.
public enum PlaybackError: Error, Sendable {
  /// The request breaks a rule of the service; nothing was sent.
  case request(SpeechRequestError)
  /// The service answered, but not with audio.
  case service(SpeechServiceError)
  /// The generation has no audio, or not yet.
  case job(GenerationJobError)
  /// The answer did not come, or not whole.
  case network(HTTPError)
  /// The answer did not come whole, and its rest could not be had from the history.
  indirect case unrecovered(HTTPError, because: PlaybackError)
  /// What the history keeps is not what was sent, so that it cannot be joined to it.
  case historyDiffers
  /// The bytes that came cannot be played.
  case decoding(DecodingError)
  /// The stream ended before its last frame was whole, though the service closed it properly.
  case truncated
  /// The service closed the stream properly without a single frame of audio in it.
  case noAudio
  /// The sound server cannot be used, or no longer.
  case output(PulseError)
  /// The sound server holds samples and has not played any for the time given.
  case outputStalled(after: Duration)
  /// The sound server, or its device, was lost while playing and did not come back within the time given.
  case outputLost(PulseError, after: Duration)
  /// A player without sound was asked to speak, and not to save: nothing was sent.
  case noDestination
  /// The player has no service, and was asked for what only a service can do.
  case noService
  /// `SpeechService.KeyProvider` gave no key, with the text of its error; nothing was sent.
  case key(String)
  /// What was to bring the bytes failed, with the text of its error; it was played as far as it came.
  case source(String)
  /// Another player plays into the `PullSource`.
  case pullSourceInUse
  /// The file that was to hold the audio cannot be written.
  case file(FileOutputError)
  /// The operating system refused a thread or a descriptor.
  case system(errno: Int32)
  /// The player was shut down, or the utterance stopped, before it could begin.
  case shutDown
}
