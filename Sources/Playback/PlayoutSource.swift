import AudioDecoding
import Prebuffering
import RingBuffer
import Seaming

/// Where the bytes of one utterance come from. Made where the response's head arrives, then owned by the audio thread alone:
/// whoever posts it to the audio thread must not touch it again.
final class PlayoutSource: @unchecked Sendable {
  var ring: RingConsumer
  var decoder: StreamDecoder
  /// When the bytes of `ring` came.
  let marks: ArrivalMarks
  /// What earlier streams from the same service let expect of this one.
  let prior: StartPrior
  /// Called on the audio thread when the ring has run down to its low-water mark; must neither lock nor wait.
  let onLowWater: @Sendable () -> Void
  /// How the ring ended; `.open` until the decoder has had all of it.
  var end = RingEnd.open
  /// What joins it to the stream it continues; nil unless it continues one.
  var aligner: SeamAligner?
  /// The one that was done with before this, when this one is; see `Playout.letGo(of:)`.
  var former: PlayoutSource?

  init(
    ring: consuming RingConsumer, marks: ArrivalMarks, decoder: consuming StreamDecoder, prior: StartPrior = .none,
    onLowWater: @escaping @Sendable () -> Void
  ) {
    self.ring = ring
    self.marks = marks
    self.decoder = decoder
    self.prior = prior
    self.onLowWater = onLowWater
  }
}
