import AudioTypes
import HTTPStreaming

extension UtteranceReport.Outcome {
  /// What became of an utterance, from what became of its parts.
  ///
  /// - Parameters:
  ///   - transfer: how its bytes came.
  ///   - playout: how they were played; nil when there is no sound.
  ///   - savingError: why they could not be saved; nil when they were, or were not to be.
  ///   - hasBytes: whether any byte of audio came.
  init(_ transfer: Transfer.End, _ playout: PlayoutEnd?, savingError: PlaybackError?, hasBytes: Bool) {
    switch (playout?.cause, transfer) {
    case (.failed(let error), .failed(.network(.cancelled))) where !error.isShutDown:
      // It was cancelled because of that.
      self = .failed(error)
    case (.stopped, _), (_, .failed(.network(.cancelled))), (nil, .cut(.network(.cancelled))):
      self = .stopped
    case (.failed(let error), _), (_, .failed(let error)):
      self = .failed(error)
    case (_, .cut(let error)):
      self = hasBytes ? savingError.map { .failed($0) } ?? .truncated(error) : .failed(error)
    case (.played(isCutShort: true), .complete):
      self = .truncated(.truncated)
    case (_, .complete):
      let isEmpty = playout.map { $0.framesHeard == .zero } ?? !hasBytes
      self = savingError.map { .failed($0) } ?? (isEmpty ? .failed(.noAudio) : .finished)
    }
  }
}

extension PlaybackError {
  /// The player was shut down: what was under way is as good as stopped.
  fileprivate var isShutDown: Bool {
    if case .shutDown = self { true } else { false }
  }
}
