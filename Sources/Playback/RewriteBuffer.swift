import AudioTypes

/// Where the samples lie that are about to replace others in the sink's stream, while another utterance is still heard:
/// filling it does not allocate. Audio thread.
final class RewriteBuffer {
  private static let length = Duration.milliseconds(20)

  private(set) var samples: [Int16]
  private let capacity: Int

  /// Allocates and touches all of it.
  init() {
    capacity = AudioFormat.widest.frameCount(in: Self.length).rawValue * AudioFormat.widest.channelCount
    samples = Array(repeating: 0, count: capacity)
  }

  /// Lets `body` put `limit` samples in place of what was there, or as many as fit: the rest can be written behind them.
  func fill(atMost limit: Int, _ body: (inout OutputSpan<Int16>) -> Void) {
    samples.removeAll(keepingCapacity: true)
    samples.append(addingCapacity: max(0, min(limit, capacity)), initializingWith: body)
  }
}
