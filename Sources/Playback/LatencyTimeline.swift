public import AudioTypes
import Synchronization

/// The moments of one utterance that latency is measured between. Each is set at most once.
public enum TimelineMark: Int, CaseIterable, Sendable {
  /// The caller asked for speech: the text is complete.
  case command
  /// The service's name has an address (absent on a warm connection).
  case dnsDone
  /// The TCP connection stands (absent on a warm connection).
  case connected
  /// The TLS handshake is done (absent on a warm connection or plain HTTP).
  case tlsDone
  /// The request is about to leave (libcurl's `CURLINFO_PRETRANSFER_TIME_T`); of one whose body waited until the sink stood,
  /// its body.
  case requestSent
  /// The head of the final response is complete.
  case responseHeaders
  /// The first byte of the body is in the ring.
  case firstByte
  /// The first frame of audio is decoded, silent or not.
  case firstAudioDecoded
  /// The first audible frame is decoded: the one at which the root mean square of the last 10 ms reaches −40 dBFS.
  case firstAudibleDecoded
  /// The first frame is handed to the sound server.
  case firstWrite
  /// The first audible frame is at the sink, by the sound server's own account.
  case firstAudible
  /// The last byte of the body is in the ring.
  case lastByte
  /// The last frame is at the sink, by the sound server's own account.
  case lastAudible
}

/// The marks of one utterance while it runs. Any thread may set or read one; setting neither locks nor allocates.
final class LatencyTimeline: Sendable {
  /// Nanoseconds of each mark's instant, zero while unset.
  private let instants = InlineArray<13, Atomic<UInt64>> { _ in Atomic(0) }

  init() {
    precondition(TimelineMark.allCases.count == instants.count, "a mark without a place")
  }

  /// Sets `mark` unless it is set already.
  func set(_ mark: TimelineMark, _ instant: MonotonicInstant) {
    _ = instants[mark.rawValue].compareExchange(
      expected: 0, desired: instant.nanoseconds, ordering: .acquiringAndReleasing)
  }

  subscript(mark: TimelineMark) -> MonotonicInstant? {
    let nanoseconds = instants[mark.rawValue].load(ordering: .acquiring)
    return nanoseconds == 0 ? nil : MonotonicInstant(nanoseconds: nanoseconds)
  }

  var snapshot: LatencyMarks {
    let firstByte = self[.firstByte]
    return LatencyMarks(
      TimelineMark.allCases.map { mark in
        switch mark {
        case .firstAudioDecoded, .firstAudibleDecoded, .firstWrite:
          // The audio thread reads the clock once a pass: bytes that come during one are used in it, microseconds
          // before they came.
          self[mark].map { max($0, firstByte ?? $0) }
        default:
          self[mark]
        }
      })
  }
}

/// The marks of one utterance, as they stood when its report was made, and the latencies between them.
public struct LatencyMarks: Sendable {
  private let instants: [MonotonicInstant?]

  init(_ instants: [MonotonicInstant?]) {
    self.instants = instants
  }

  /// When `mark` was reached; nil when it never was.
  public subscript(mark: TimelineMark) -> MonotonicInstant? {
    instants[mark.rawValue]
  }

  /// The time from one mark to another; nil unless both were reached.
  public func duration(from start: TimelineMark, to end: TimelineMark) -> Duration? {
    guard let start = self[start], let end = self[end] else { return nil }
    return start.duration(to: end)
  }

  /// Time to first byte: request sent → first body byte.
  public var timeToFirstByte: Duration? { duration(from: .requestSent, to: .firstByte) }

  /// Time to first audio as it arrives: request sent → first audible frame decoded.
  public var timeToFirstAudioArrival: Duration? { duration(from: .requestSent, to: .firstAudibleDecoded) }

  /// Time to first audio as it is heard: request sent → first audible frame at the sink.
  public var timeToFirstAudioHeard: Duration? { duration(from: .requestSent, to: .firstAudible) }

  /// What the player adds: first body byte → first audible frame at the sink.
  public var startUpOverhead: Duration? { duration(from: .firstByte, to: .firstAudible) }
}
