import Glibc

/// What another program of this user asks of one that speaks, or waits to.
public enum SeatRequest: UInt8, Sendable {
  /// To be silent, and not to speak any more (`gust stop`).
  case stop = 0x73
  /// To end its speech at once, for another's (`--now`). Only the one that has the seat is asked.
  case yield = 0x79
}

/// A request on its way: nine bytes.
struct SeatMessage {
  static let length = 9

  let request: SeatRequest
  /// When it was made. Whoever has come to speak after that is not meant, however late the message is read.
  let sentAt: UInt64

  init(_ request: SeatRequest) {
    self.request = request
    sentAt = SeatClock.now
  }

  init?(_ bytes: [UInt8]) {
    guard bytes.count == Self.length, let request = SeatRequest(rawValue: bytes[0]) else { return nil }
    self.request = request
    sentAt = bytes.dropFirst().reduce(0) { $0 << 8 | UInt64($1) }
  }

  var bytes: [UInt8] {
    [request.rawValue] + (0..<8).reversed().map { UInt8(truncatingIfNeeded: sentAt >> ($0 * 8)) }
  }
}

/// The clock that all processes share (`CLOCK_MONOTONIC`), in nanoseconds.
enum SeatClock {
  static var now: UInt64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}
