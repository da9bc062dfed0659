import AudioTypes
import PulseHarness
import PulseOutput
import Testing

extension PulseOutput {
  /// Connects to `server`, or the shared one, and iterates until the first stream is ready.
  static func ready(
    device: String? = nil, format: AudioFormat = .speech, server: PrivatePulseServer? = nil
  ) throws -> PulseOutput {
    let address = try (server ?? PulseOutputTests.server).serverAddress
    var output = try PulseOutput(PulseConfiguration(server: address, device: device, format: format))
    try output.becomeReady()
    return output
  }

  mutating func becomeReady() throws {
    try settle()
    #expect(state == .ready)
  }

  /// Iterates until the state is another one than `.connecting`.
  mutating func settle() throws {
    try iterate("ready or failed") { $0.state != .connecting }
  }

  /// Iterates until `condition` holds; ten seconds are taken for a hang.
  mutating func iterate(_ expectation: String, until condition: (inout PulseOutput) -> Bool) throws {
    let deadline = MonotonicInstant.now.advanced(by: .seconds(10))
    while !condition(&self) {
      guard MonotonicInstant.now < deadline else { throw Hang(expectation: expectation) }
      iterate(until: .now.advanced(by: .milliseconds(10)))
    }
  }

  /// Iterates for `duration`, whatever happens.
  mutating func iterate(for duration: Duration) {
    let end = MonotonicInstant.now.advanced(by: duration)
    while MonotonicInstant.now < end { iterate(until: end) }
  }

  /// Writes all of `samples`, however little the server asks for, in as many pieces as it takes.
  mutating func queue(_ samples: [Int16]) throws {
    var rest = samples[...]
    while !rest.isEmpty {
      let written = try write(atMost: FrameCount(rest.count / format.channelCount)) { span in
        while !span.isFull, let sample = rest.popFirst() { span.append(sample) }
      }
      try #require(written > .zero)
    }
  }

  /// Writes `samples` as the server asks for them.
  mutating func play(_ samples: [Int16]) throws {
    var rest = samples[...]
    while !rest.isEmpty {
      let count = min(writableByteCount.rawValue / 2, rest.count)
      try queue(Array(rest.prefix(count)))
      rest = rest.dropFirst(count)
      iterate(until: .now.advanced(by: .milliseconds(20)))
      try #require(state == .ready)
    }
  }

  mutating func drain() throws {
    try beginDrain()
    var drained: Bool?
    try iterate("drained") {
      drained = $0.takeEvents().drained
      return drained != nil
    }
    #expect(drained == true)
  }
}

struct Hang: Error {
  let expectation: String
}

/// Loud samples no two stretches of which are alike, and none of which is zero.
func noise(_ count: Int, seed: UInt32 = 1) -> [Int16] {
  var state = seed
  return (0..<count).map { _ in
    state = state &* 1_664_525 &+ 1_013_904_223
    return Int16(truncatingIfNeeded: state >> 16) | 1
  }
}
