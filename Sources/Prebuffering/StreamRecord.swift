import AudioTypes

/// What is kept of a stream that has ended: the rises of its lag (`ArrivalTrace`), span by span, in whole milliseconds.
package struct StreamRecord: Sendable, Hashable {
  /// The longest rise that is told from longer ones.
  package static let longestRise = 9999

  /// One rise for each span the stream reached, 0…`longestRise`.
  package let rises: [Int]

  /// Sums up the trace of a stream that has ended; nil when nothing came. Allocates.
  package init?(_ trace: ArrivalTrace) {
    guard trace.reachedCount > 0 else { return nil }
    rises = (0..<trace.reachedCount).map { span in
      Int(min(trace.rise(inSpan: span).signedNanoseconds / 1_000_000 + 1, Int64(Self.longestRise)))
    }
  }

  /// Takes over rises that were kept; nil when they cannot be any.
  init?(rises: [Int]) {
    guard (1...ArrivalTrace.checkpoints.count).contains(rises.count),
      rises.allSatisfy({ (0...Self.longestRise).contains($0) })
    else { return nil }
    self.rises = rises
  }
}
