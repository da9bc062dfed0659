/// What earlier streams from a service let expect of the next: the audio to have in hand before playback begins, by the
/// time since the first arrival. Of fixed size, made before the stream and never changed.
package struct StartPrior: Sendable {
  /// How many streams it was made from; the more, the surer.
  package let streamCount: Int
  private var wanted = InlineArray<16, Duration>(repeating: .zero)

  /// Nothing is known.
  package static let none = StartPrior([])

  /// The share of streams that are meant not to run dry.
  private static let confidence = 0.9
  /// Of rises this small (in milliseconds) a part is a busy machine's own doing, and is not waited for.
  private static let smallRise = 40
  private static let tolerance = 10
  /// What a stream counts for beside the one that came after it.
  private static let fading = 0.95

  /// Sums up what became of `streams`, newest first. Allocates.
  package init(_ streams: [StreamRecord]) {
    streamCount = streams.count
    for span in ArrivalTrace.checkpoints.indices {
      // Streams that had ended by then say nothing of one that has not; when all had, the span before has the word.
      let rises = streams.enumerated().filter { $1.rises.count > span }
        .map { (rise: $1.rises[span], weight: Self.weight(age: $0)) }
      wanted[span] = Self.quantile(rises) ?? (span > 0 ? wanted[span - 1] : .zero)
    }
  }

  /// The audio to have in hand when so much time has passed since the first arrival.
  func wanted(after elapsed: Duration) -> Duration {
    wanted[Self.span(at: elapsed)]
  }

  /// When less may be wanted than `elapsed` after the first arrival; nil when that never changes any more.
  func nextChange(after elapsed: Duration) -> Duration? {
    let next = Self.span(at: elapsed) + 1
    return next < ArrivalTrace.checkpoints.count ? .milliseconds(ArrivalTrace.checkpoints[next]) : nil
  }

  private static func span(at elapsed: Duration) -> Int {
    var span = 0
    while span + 1 < ArrivalTrace.checkpoints.count, .milliseconds(ArrivalTrace.checkpoints[span + 1]) <= elapsed {
      span += 1
    }
    return span
  }

  private static func weight(age: Int) -> Double {
    (0..<age).reduce(1) { weight, _ in weight * fading }
  }

  /// The smallest rise that at least `confidence` of the weight does not exceed; nil when there is none.
  private static func quantile(_ rises: [(rise: Int, weight: Double)]) -> Duration? {
    let total = rises.reduce(0) { $0 + $1.weight }
    var seen = 0.0
    for (rise, weight) in rises.sorted(by: { $0.rise < $1.rise }) {
      seen += weight
      if seen >= confidence * total { return .milliseconds(rise < smallRise ? max(0, rise - tolerance) : rise) }
    }
    return nil
  }
}
