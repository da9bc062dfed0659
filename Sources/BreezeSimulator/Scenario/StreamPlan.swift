internal import AudioTypes

/// Which bytes of a body leave when, and how it ends: a scenario applied to a body of known length.
struct StreamPlan: Sendable, Equatable {
  struct Chunk: Sendable, Equatable {
    /// After the arrival of the request.
    let due: Duration
    let bytes: Range<Int>
  }

  enum Ending: Sendable, Equatable {
    case complete
    case cut(Cut.How)
    case hang
  }

  /// When the headers leave.
  let headersDue: Duration
  let chunks: [Chunk]
  let ending: Ending
  /// When the whole body has been generated, whether or not it was sent.
  let generated: Duration

  /// Plans a body of `byteCount` bytes of which `bytesPerMillisecond` hold one millisecond of audio.
  init(byteCount: Int, bytesPerMillisecond: Int, scenario: Scenario) {
    let pace = scenario.pace
    let whole = Self.chunks(byteCount: byteCount, bytesPerMillisecond: bytesPerMillisecond, pace: pace)
    let limit = scenario.cut?.byteLimit(bytesPerMillisecond: bytesPerMillisecond) ?? byteCount
    let firstDue = whole.first?.due ?? pace.timeToFirstByteMilliseconds.asMilliseconds
    generated = whole.last?.due ?? firstDue
    headersDue = pace.headersEarly ? .zero : firstDue
    if scenario.hang != nil {
      chunks = []
      ending = .hang
    } else if let cut = scenario.cut, limit < byteCount {
      chunks = whole.prefix { $0.bytes.lowerBound < limit }.map {
        Chunk(due: $0.due, bytes: $0.bytes.clamped(to: 0..<limit))
      }
      ending = .cut(cut.how)
    } else {
      chunks = whole
      ending = .complete
    }
  }

  /// A body that leaves in one piece once all of it has been generated.
  init(byteCount: Int, wholeAt due: Duration) {
    headersDue = due
    chunks = [Chunk(due: due, bytes: 0..<byteCount)]
    ending = .complete
    generated = due
  }

  private static func chunks(byteCount: Int, bytesPerMillisecond: Int, pace: Pace) -> [Chunk] {
    let firstByte = pace.timeToFirstByteMilliseconds.asMilliseconds
    let bytesPerMillisecond = Double(bytesPerMillisecond)
    guard let speed = pace.speed, speed > 0 else {
      return [Chunk(due: firstByte + pace.stallTime(before: 0), bytes: 0..<byteCount)]
    }
    let first = pace.firstChunkAudioMilliseconds.asByteCount(bytesPerMillisecond: bytesPerMillisecond)
    let later = pace.chunkAudioMilliseconds.asByteCount(bytesPerMillisecond: bytesPerMillisecond)
    var jitter = pace.jitter.map(JitterSource.init)
    var chunks: [Chunk] = []
    var start = 0
    while start < byteCount {
      let end = min(byteCount, start + (start == 0 ? first : later))
      let generation = start == 0 ? 0 : Double(end - first) / bytesPerMillisecond / speed
      let stall = pace.stallTime(before: Double(start) / bytesPerMillisecond)
      let delay = start == 0 ? 0 : jitter?.next() ?? 0
      let due = firstByte + stall + (generation + delay).asMilliseconds
      chunks.append(Chunk(due: max(due, chunks.last?.due ?? .zero), bytes: start..<end))
      start = end
    }
    return chunks
  }
}

extension Cut {
  fileprivate func byteLimit(bytesPerMillisecond: Int) -> Int {
    if let afterBytes { return max(0, afterBytes) }
    let milliseconds = (afterAudioMilliseconds ?? 0).asMilliseconds.milliseconds
    return Int(milliseconds * Double(bytesPerMillisecond))
  }
}

extension Pace {
  fileprivate func stallTime(before audioMilliseconds: Double) -> Duration {
    stalls.filter { $0.afterAudioMilliseconds <= audioMilliseconds }
      .reduce(.zero) { $0 + $1.milliseconds.asMilliseconds }
  }
}

extension Double {
  /// This many milliseconds, held between zero and six hours: scripts come from outside.
  var asMilliseconds: Duration {
    let limit = 6 * 3_600_000.0
    return .nanoseconds(Int64((isNaN ? 0 : Swift.min(Swift.max(self, 0), limit)) * 1_000_000))
  }

  fileprivate func asByteCount(bytesPerMillisecond: Double) -> Int {
    Swift.max(1, Int(asMilliseconds.milliseconds * bytesPerMillisecond))
  }
}
