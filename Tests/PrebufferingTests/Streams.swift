import AudioTypes
import Prebuffering

/// When streams of the tests begin.
let epoch = MonotonicInstant(nanoseconds: 1_000_000_000_000)

func instant(_ milliseconds: Int) -> MonotonicInstant { epoch.advanced(by: .milliseconds(milliseconds)) }

extension ArrivalTrace {
  /// The trace of pieces of audio; all numbers are milliseconds.
  init(_ pieces: [(at: Int, audio: Int)]) {
    self.init()
    var total = 0
    for piece in pieces {
      total += piece.audio
      noteArrival(total: .milliseconds(total), at: instant(piece.at))
    }
  }

  /// 40 ms of audio every 20 ms.
  static let steady = ArrivalTrace((0..<50).map { ($0 * 20, 40) })
  /// 40 ms of audio, nothing for 300 ms, then all.
  static let lateBurst = ArrivalTrace([(0, 40), (300, 2000)])
}

extension StartPrior {
  /// What `trace`, seen `count` times, lets expect.
  init(_ trace: ArrivalTrace, count: Int = 1) {
    var history = ArrivalHistory()
    for _ in 0..<count { history.add(trace, to: .test) }
    self = history.prior(for: .test)
  }
}

extension ArrivalHistory.Service {
  static let test = Self(origin: "https://api.example", encoding: .mp3)
}
