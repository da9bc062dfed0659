import AudioTypes
import FileOutput
import SpeechAPI

/// Brings the audio of one utterance to the audio thread: a transfer from the service, or bytes that the host has.
protocol AudioSupply: Sendable {
  /// How the audio was announced; nil while it was not.
  var encoding: AudioEncoding? { get }
  /// What the service said of it; nil where there was none.
  var reply: AudioReply? { get }
  /// The stored generation that it is a part of, where that is known.
  var historyItemID: String? { get }
  /// The encoding of a stream from the service that was made while it came; nil for anything else.
  var liveEncoding: AudioEncoding? { get }

  /// Runs to the end. Cancelling the task gives it up.
  func run(announce: (UtteranceEvent) -> Void) async -> (Transfer.End, Transfer.Record)
  /// How it ended after all, once the audio thread is done with the utterance.
  func reconsider(_ end: Transfer.End, _ record: inout Transfer.Record) -> Transfer.End
  /// Waits until the file holds all that came. Returns nil when nothing came, or nothing was to be saved.
  func finishSaving(_ end: Transfer.End) async throws(FileOutputError) -> ByteCount?
}

extension Transfer: AudioSupply {
  var encoding: AudioEncoding? { reply?.encoding }
}
