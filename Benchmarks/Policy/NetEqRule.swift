import AudioTypes
import Prebuffering

/// The rule of WebRTC's jitter buffer, for comparison: NetEq's DelayManager keeps a histogram of relative delays, 100
/// buckets of 20 ms, fed with the largest delay of each half second, forgets with a factor of 0.983 (faster while young),
/// and aims at the bucket of the 0.95 quantile (formerly 0.97); it begins with 80 ms (`delay_manager.h`, `histogram.cc`).
///
/// What it cannot do is left out: it stretches and shortens speech; this one only waits. The histogram is kept from one
/// utterance of a host to the next, as NetEq keeps it through a call.
struct NetEqRule: ReplayRule {
  let quantile: Double
  private var histogram = [Double](repeating: 0, count: 100)
  private var observations = 0
  private var fastest: Duration?
  private var windowBegan: MonotonicInstant?
  private var windowMaximum = Duration.zero
  private var origin: MonotonicInstant?
  private var received = Duration.zero

  private static let bucket = Duration.milliseconds(20)
  private static let window = Duration.milliseconds(500)
  private static let forgetting = 0.983
  private static let start = Duration.milliseconds(80)

  init(quantile: Double) {
    self.quantile = quantile
  }

  /// The next utterance begins: clocks start anew, what was learnt stays.
  mutating func beginUtterance() {
    (fastest, windowBegan, origin, received, windowMaximum) = (nil, nil, nil, .zero, .zero)
  }

  mutating func noteArrival(total: Duration, at instant: MonotonicInstant) {
    let origin = origin ?? instant
    self.origin = origin
    // The relative delay of a packet: how much later than the fastest one, each measured by its place in the audio.
    let delay = origin.duration(to: instant) - received
    received = total
    fastest = min(fastest ?? delay, delay)
    windowMaximum = max(windowMaximum, delay - (fastest ?? delay))
    let began = windowBegan ?? instant
    windowBegan = began
    guard began.duration(to: instant) >= Self.window else { return }
    add(windowMaximum)
    (windowBegan, windowMaximum) = (instant, .zero)
  }

  mutating func noteStall(at instant: MonotonicInstant) {}

  func decision(inHand: Duration, isWhole: Bool, now: MonotonicInstant) -> StartDecider.Decision {
    inHand > .zero && (isWhole || inHand >= target) ? .start : .wait(until: nil)
  }

  private var target: Duration {
    guard observations > 0 else { return Self.start }
    var seen = 0.0
    for (index, share) in histogram.enumerated() {
      seen += share
      if seen >= quantile { return Self.bucket * (index + 1) }
    }
    return Self.bucket * histogram.count
  }

  private mutating func add(_ delay: Duration) {
    observations += 1
    let factor = min(Self.forgetting, 1 - 2 / Double(observations + 1))
    for index in histogram.indices { histogram[index] *= factor }
    histogram[min(max(0, Int(delay / Self.bucket)), histogram.count - 1)] += 1 - factor
  }
}
