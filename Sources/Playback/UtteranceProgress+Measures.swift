import AudioTypes
import Synchronization

/// What the counts of an utterance amount to, once it is over.
extension UtteranceProgress {
  /// How long `bytes` of its body sound, by what those that were decoded did; nil when none were.
  func audioLength(of bytes: ByteCount) -> Duration? {
    let decoded = bytesDecoded.load(ordering: .relaxed)
    guard decoded > 0 else { return nil }
    let length = Double(decodedNanoseconds.load(ordering: .relaxed)) * Double(bytes.rawValue) / Double(decoded)
    return .nanoseconds(Int64(length))
  }

  /// Audio per time between the first and the last of `bytes`; what came with the first does not count.
  func arrivalRate(of bytes: ByteCount) -> Double? {
    let later = bytes - ByteCount(firstPieceBytes.load(ordering: .relaxed))
    guard
      let first = timeline[.firstByte], let last = timeline[.lastByte], last > first,
      let length = audioLength(of: later), length > .zero
    else { return nil }
    return length / first.duration(to: last)
  }

  /// From the request to stop to the last frame at the sink; nil when it was not asked, or nothing sounded any more.
  var stopLatency: Duration? {
    let requested = MonotonicInstant(nanoseconds: stopRequested.load(ordering: .relaxed))
    guard requested.nanoseconds > 0, let silent = timeline[.lastAudible], silent >= requested else { return nil }
    return requested.duration(to: silent)
  }
}
