import AudioDecoding
import AudioTypes
import Prebuffering
import Synchronization

/// What is known of one utterance while it runs. The audio thread writes it, without lock or allocation; the others read.
final class UtteranceProgress: Sendable {
  let timeline = LatencyTimeline()
  let stallCount = Atomic<Int>(0)
  let isStalled = Atomic<Bool>(false)
  let stalledNanoseconds = Atomic<UInt64>(0)
  let longestStallNanoseconds = Atomic<UInt64>(0)
  /// Frames given to the sink so far.
  let framesWritten = Atomic<Int>(0)
  /// The most bytes that waited in the ring.
  let ringHighWater = Atomic<Int>(0)
  /// Bytes that the decoder has been fed, and the audio that it made of them.
  let bytesDecoded = Atomic<Int>(0)
  let decodedNanoseconds = Atomic<UInt64>(0)
  /// Bytes of the body that came with the first; set on the network thread.
  let firstPieceBytes = Atomic<Int>(0)
  /// When the caller asked for silence, in nanoseconds; zero while nobody has.
  let stopRequested = Atomic<UInt64>(0)
  /// Whether a stream that is cut short may yet be continued (`AudioCommand.attachContinuation`): while this is set, the audio
  /// thread waits for it as for more bytes. Set it before the ring can be abandoned; clear it once no continuation will be
  /// attached any more, and wake the audio thread then. A continuation that turns out to be no audio clears it, too.
  let mayBeContinued = Atomic(false)
  /// Why a continuation was no audio; set before `mayBeContinued` is cleared because of that.
  let continuationFailure = AtomicLazyReference<ContinuationFailure>()
  let seam = SeamRecord()
  let live = LiveLook()
  /// All of its audio has come, or none will come any more.
  let received = OneShot()
  let stalls = StallLog()
  let soundRecoveries = SoundRecoveryLog()
  let buffer = BufferRecord()
  let sampleRate = Atomic<Int>(0)
  let channelCount = Atomic<Int>(0)
  /// Set when the audio thread is done with the utterance, as its last act on it.
  let end = AtomicLazyReference<PlayoutEnd>()

  /// Any thread; the first request counts.
  func noteStopRequest(_ instant: MonotonicInstant) {
    _ = stopRequested.compareExchange(expected: 0, desired: instant.nanoseconds, ordering: .relaxed)
  }

  func noteStallBegin() {
    stallCount.add(1, ordering: .relaxed)
    isStalled.store(true, ordering: .releasing)
  }

  func withdrawStall() {
    stallCount.subtract(1, ordering: .relaxed)
    isStalled.store(false, ordering: .releasing)
  }

  func noteStallEnd(since start: MonotonicInstant, _ duration: Duration) {
    let nanoseconds = duration.wholeNanoseconds
    stalls.append(Stall(start: start, duration: duration))
    stalledNanoseconds.add(nanoseconds, ordering: .relaxed)
    longestStallNanoseconds.max(nanoseconds, ordering: .relaxed)
    isStalled.store(false, ordering: .releasing)
  }

  var format: AudioFormat? {
    AudioFormat(
      sampleRate: sampleRate.load(ordering: .acquiring), channelCount: channelCount.load(ordering: .acquiring))
  }
}

/// Why a continuation could not be decoded.
final class ContinuationFailure: Sendable {
  let error: DecodingError

  init(_ error: DecodingError) {
    self.error = error
  }
}
